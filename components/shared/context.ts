import type * as pulumi from "@pulumi/pulumi";

import type { EngineSpec } from "../../spec/deployment";
import type { SecretValues } from "./files-volume";

/** What the parts of one application get from the parts that are declared before them. */
export interface Context {
  readonly engine: EngineSpec;
  /** Secrets of the application. */
  readonly secrets: SecretValues;
  /** Resources that must be there first: networks, databases, files. */
  readonly after: readonly pulumi.Resource[];
}
