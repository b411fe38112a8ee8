import type * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";

import type { ApplicationSpec, EngineSpec } from "../../spec/deployment";
import type { ReleaseInput, ReleaseResult, ReleaseRoute } from "../../spec/operations";
import { PalierComponent } from "../shared/component";
import { createOperation } from "../shared/operation";
import type { ProcessContainers } from "../shared/process";

/** The release of one application. */
export interface ReleaseArgs {
  readonly engine: EngineSpec;
  readonly stack: string;
  readonly application: ApplicationSpec;
  /** From the reverse proxy. */
  readonly route: ReleaseRoute;
  /** See `ReleaseInput.journalVolume`. */
  readonly journalVolume: string;
  /** See `ReleaseInput.repair`. */
  readonly repair: string;
}

/** What must be there before a release. */
export interface ReleaseSurroundings {
  readonly proxy: pulumi.Resource;
  /** Database and cache: one that was made anew may be empty, and the tasks have to fill it. */
  readonly services: readonly docker.Container[];
}

/**
 * Takes users to the declared containers: runs the release's tasks, starts and probes the new
 * containers, switches the proxy and stops the old ones. A failure leaves the old release in service.
 */
export class Release extends PalierComponent {
  /** What is in service, since when. */
  readonly result: pulumi.Output<ReleaseResult>;

  constructor(
    name: string,
    args: ReleaseArgs,
    processes: readonly ProcessContainers[],
    around: ReleaseSurroundings,
    options?: pulumi.ComponentResourceOptions,
  ) {
    super(
      "release",
      name,
      {
        application: args.application.name,
        release: args.application.release,
        ...guards(args.application),
      },
      options,
    );
    const containers = processes.flatMap((process) => process.containers);
    const operation = createOperation(
      name,
      "release",
      { ...plainInput(args), processes: processes.map(toReleased) },
      {
        parent: this,
        dependsOn: [around.proxy, ...around.services, ...containers],
        triggers: around.services.map(({ id }) => id),
      },
    );
    this.result = operation.stdout.apply((stdout) => JSON.parse(stdout) as ReleaseResult);
    this.registerOutputs({ result: this.result });
  }
}

/** How the release treats the data, for policies: its input is known to them only where nothing is new. */
function guards({ lifecycle: { migrations, restorePoint } }: ApplicationSpec): {
  readonly migrations: "none" | "unattended" | "approved";
  readonly restorePoint: boolean;
} {
  const attended = migrations?.approvalRequired === true ? "approved" : "unattended";
  return {
    migrations: migrations === undefined ? "none" : attended,
    restorePoint: restorePoint !== undefined,
  };
}

function plainInput({
  engine,
  stack,
  application,
  route,
  journalVolume,
  repair,
}: ReleaseArgs): Omit<ReleaseInput, "processes"> {
  const web = application.processes.find((process) => process.kind === "web");
  if (web?.port === undefined)
    throw new Error(`Application "${application.name}" has no web process.`);
  return {
    engine,
    stack,
    application: application.name,
    release: application.release,
    tasks: application.tasks,
    lifecycle: application.lifecycle,
    proxy: route,
    readiness: {
      host: application.host,
      alias: web.alias,
      port: web.port,
      path: application.health.ready,
    },
    journalVolume,
    repair,
  };
}

function toReleased({ process, containers }: ProcessContainers): {
  readonly name: string;
  readonly kind: "web" | "worker" | "scheduler";
  readonly containers: pulumi.Output<string>[];
  readonly stopGraceSeconds: number;
} {
  return {
    name: process.name,
    kind: process.kind,
    containers: containers.map((container) => container.id),
    stopGraceSeconds: Math.max(
      ...process.containers.map((container) => container.stopGraceSeconds),
    ),
  };
}
