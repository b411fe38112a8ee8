import type * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";

import type { ApplicationSpec, EngineSpec } from "../../spec/deployment";
import type { ReleaseResult } from "../../spec/operations";
import { App } from "../app";
import { Cache } from "../cache";
import { Database } from "../database";
import { Release } from "../release";
import type { ReverseProxy } from "../reverse-proxy";
import { Secrets } from "../secrets";
import { PalierComponent } from "../shared/component";
import type { Context } from "../shared/context";
import type { Guard } from "../shared/guard";
import { Worker } from "../worker";

/** One application and where it runs. */
export interface ApplicationArgs {
  readonly engine: EngineSpec;
  readonly stack: string;
  readonly application: ApplicationSpec;
  /** See `ReleaseInput.journalVolume`. */
  readonly journalVolume: string;
  /** See `ReleaseInput.repair`. */
  readonly repair: string;
}

/** What an application gets from the stack around it. */
export interface Surroundings {
  /** Values of the stack's secret configuration keys, by key. */
  readonly configured: Readonly<Record<string, pulumi.Output<string>>>;
  readonly proxy: ReverseProxy;
  /** Networks and volumes that must be there first. */
  readonly after: readonly pulumi.Resource[];
  readonly guard: Guard;
}

/** First administrator of an application. */
export interface Administrator {
  readonly login: string;
  readonly password: pulumi.Output<string>;
}

/** Declares everything that belongs to one application, so that a preview shows it together. */
export class Application extends PalierComponent {
  /** What is in service, since when. */
  readonly release: pulumi.Output<ReleaseResult>;
  readonly administrator: Administrator | undefined;

  constructor(
    name: string,
    args: ApplicationArgs,
    surroundings: Surroundings,
    options?: pulumi.ComponentResourceOptions,
  ) {
    const { engine, application, repair } = args;
    super(
      "application",
      name,
      { name, blueprint: application.blueprint, host: application.host },
      options,
    );
    const inside = { parent: this };
    const secrets = new Secrets(
      `${name}-secrets`,
      { engine, repair, ...application },
      surroundings.configured,
      surroundings.guard,
      inside,
    );
    const context = {
      engine,
      repair,
      secrets: secrets.values,
      after: [...surroundings.after, secrets.ready],
      guard: surroundings.guard,
    };
    const services = this.createServices(name, application, context);
    const app = new App(`${name}-app`, application, context, secrets.digest, inside);
    const worker = new Worker(`${name}-worker`, application, context, secrets.digest, inside);
    this.release = new Release(
      `${name}-release`,
      { ...args, route: surroundings.proxy.routeTo(name) },
      [...app.processes, ...worker.processes],
      { proxy: surroundings.proxy.ready, services },
      inside,
    ).result;
    this.administrator = administratorOf(application, secrets);
    this.registerOutputs({ release: this.release });
  }

  private createServices(
    name: string,
    { database, cache }: ApplicationSpec,
    context: Context,
  ): docker.Container[] {
    const inside = { parent: this };
    return [
      ...(database ? [new Database(`${name}-database`, { database }, context, inside).ready] : []),
      ...(cache ? [new Cache(`${name}-cache`, { cache }, context, inside).ready] : []),
    ];
  }
}

function administratorOf(
  { administrator }: ApplicationSpec,
  { values }: Secrets,
): Administrator | undefined {
  const password = administrator && values[administrator.secret];
  return password && { login: administrator.login, password: pulumi.secret(password) };
}
