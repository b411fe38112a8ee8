import * as pulumi from "@pulumi/pulumi";

import type { DatabaseSpec, VolumeSpec } from "../../spec/deployment";
import {
  describeOverride,
  findOverride,
  type GuardSpec,
  type OverrideSpec,
  utcDay,
} from "../../spec/guard";
import { describeDatabase, type Guarded, objectionTo } from "./guard-judgement";

/** What the guard knows beside its specification. */
export interface GuardSurroundings {
  /** URNs of everything that the state knew before this update. */
  readonly existing: ReadonlySet<string>;
  /** Notes that an override let something pass, before it happens; what cannot be noted does not happen. */
  readonly note: (override: OverrideSpec) => Promise<void>;
}

/**
 * Refuses, by hooks of the resources, what would lose data or make it unusable: in `up`, `destroy`
 * and `--target` alike and without any policy pack. The engine remembers the hooks with the
 * resources, so they also refuse to delete what the program declares no more.
 */
export class Guard {
  private readonly hook: pulumi.ResourceHook;
  private readonly declared = new Map<string, Guarded>();
  private readonly passed = new Set<string>();

  constructor(
    private readonly spec: GuardSpec,
    private readonly surroundings: GuardSurroundings,
  ) {
    // Registered on every stack: one that was guarded when it was last updated asks for it by this name.
    this.hook = new pulumi.ResourceHook("guard", (step) => this.judge(step), { onDryRun: true });
  }

  /** Hooks of a volume; none for one whose content a deployment makes. */
  volume({ resource, name, data, labels }: VolumeSpec): pulumi.ResourceHookBinding | undefined {
    if (!data) return undefined;
    return this.hooks(resource, { kind: "volume", physicalName: name, labels });
  }

  /** Hooks of a generated secret; none for one that may be lost. */
  secret(resource: string, keep: boolean): pulumi.ResourceHookBinding | undefined {
    return keep ? this.hooks(resource, { kind: "secret" }) : undefined;
  }

  /** Hooks of the component of a database server, which is registered before its parts. */
  database(component: string): pulumi.ResourceHookBinding | undefined {
    return this.hooks(component, { kind: "database" });
  }

  /** Hooks of the container of a server with data. */
  server(
    resource: string,
    volume: VolumeSpec,
    database?: Pick<DatabaseSpec, "engine" | "version">,
  ): pulumi.ResourceHookBinding | undefined {
    const data = { resource: volume.resource, physicalName: volume.name };
    const version = database && describeDatabase(database);
    return this.hooks(resource, { kind: "server", database: version, data });
  }

  private hooks(resource: string, guarded: Guarded): pulumi.ResourceHookBinding | undefined {
    this.declared.set(keyOf(resource, guarded.kind), guarded);
    const { hook } = this;
    return this.spec.guarded
      ? { beforeCreate: [hook], beforeUpdate: [hook], beforeDelete: [hook] }
      : undefined;
  }

  private async judge(step: pulumi.ResourceHookArgs): Promise<void> {
    const { urn, name, type, oldInputs, newInputs } = step;
    const kind = kindOf(type);
    const declared = this.declared.get(keyOf(name, kind));
    const existed = this.surroundings.existing.has(urn);
    const objection = objectionTo({ kind, name, oldInputs, newInputs }, declared, existed);
    // The old one of a pair goes after the new one was let through.
    if (objection === undefined || this.passed.has(urn)) return;
    const { allow, resource, harm } = objection;
    const override = findOverride(this.spec.overrides, allow, resource, utcDay(new Date()));
    if (override === undefined) throw new Error(`${harm}; ${describeOverride(allow, resource)}`);
    if (!pulumi.runtime.isDryRun()) await this.surroundings.note(override);
    if (allow === "replace") this.passed.add(urn);
  }
}

/** The component of a database has the name of its container. */
function keyOf(resource: string, kind: Guarded["kind"]): string {
  return `${kind} ${resource}`;
}

function kindOf(type: string): Guarded["kind"] {
  if (type === "palier:database:Database") return "database";
  if (type === "docker:index/container:Container") return "server";
  return type === "docker:index/volume:Volume" ? "volume" : "secret";
}
