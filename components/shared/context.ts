import type * as pulumi from "@pulumi/pulumi";

import type { Filling } from "./files-volume";
import type { Guard } from "./guard";

/** What the parts of one application get from the parts that are declared before them. */
export interface Context extends Filling {
  /** Resources that must be there first: networks, databases, files. */
  readonly after: readonly pulumi.Resource[];
  readonly guard: Guard;
}
