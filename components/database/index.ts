import type * as docker from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";

import type { DatabaseSpec } from "../../spec/deployment";
import { PalierComponent } from "../shared/component";
import { createContainer } from "../shared/container";
import type { Context } from "../shared/context";
import { createFilesVolumes } from "../shared/files-volume";
import { createVolume } from "../shared/volume";

/** Creating an empty cluster takes seconds; recovery after a crash may take minutes. */
const waitSeconds = 300;

/** A database server of one application. */
export interface DatabaseArgs {
  readonly database: DatabaseSpec;
}

/** Declares a database server on the application's internal network, with its protected data volume. */
export class Database extends PalierComponent {
  /** Ready once the server accepts connections. */
  readonly ready: docker.Container;

  constructor(
    name: string,
    args: DatabaseArgs,
    context: Context,
    options?: pulumi.ComponentResourceOptions,
  ) {
    super("database", name, { ...args }, { ...options, hooks: context.guard.database(name) });
    const { volume, files, container, connection } = args.database;
    const data = createVolume(volume, this, context.guard);
    const configuration = createFilesVolumes(files, context, this);
    this.ready = createContainer(container, {
      parent: this,
      dependsOn: [...context.after, data, ...configuration.ready],
      lifecycle: { kind: "service", waitSeconds },
      filesDigest: configuration.digest,
      hooks: context.guard.server(container.resource, volume, args.database),
    });
    this.registerOutputs({ host: connection.host, port: connection.port });
  }
}
