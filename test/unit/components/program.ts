import { createRequire } from "node:module";
import { resolve as resolvePath } from "node:path";

import * as pulumi from "@pulumi/pulumi";

import { resolve } from "../../../config/resolve";
import type { StackConfig } from "../../../config/stack-config";
import type { Prepared } from "../../../prepare";
import type { DeploymentSpec } from "../../../spec/deployment";
import { imageLock } from "../../fixtures/image-lock";
import { mockEngine, type RecordedResource } from "../../support/mocks";
import { settle } from "../../support/settle";

const load = createRequire(__filename);
const root = resolvePath(__dirname, "../../..");

/** What the mocked engine makes up for a generated password. */
export function passwordOf(name: string): string {
  return `Generated-${name}/1`;
}

export interface ProgramRun {
  readonly spec: DeploymentSpec;
  readonly resources: readonly RecordedResource[];
  readonly outputs: pulumi.Inputs;
}

export interface ProgramOptions {
  readonly secrets?: Readonly<Record<string, string>>;
  readonly repairs?: Readonly<Record<string, string>>;
}

export function specOf(config: StackConfig): DeploymentSpec {
  return resolve({ project: "palier", stack: "local", config, images: imageLock });
}

/** Runs the whole program, `index.ts`, for a configuration, without an engine of any kind. */
export async function runProgram(
  config: StackConfig,
  { secrets = {}, repairs = {} }: ProgramOptions = {},
): Promise<ProgramRun> {
  const resources = await mockEngine({ outputs: answers });
  const spec = specOf(config);
  const configured = Object.entries(secrets).map(([key, value]) => [key, pulumi.secret(value)]);
  const prepared: Prepared = {
    spec,
    secrets: Object.fromEntries(configured) as Prepared["secrets"],
    repairs,
    guard: { existing: new Set(), note: () => Promise.resolve() },
  };
  const outputs = await withPrepared(prepared, (program) => program());
  await settle();
  return { spec, resources, outputs };
}

function answers(type: string, name: string): Record<string, unknown> {
  if (type === "random:index/randomPassword:RandomPassword") {
    return { result: pulumi.secret(passwordOf(name)) };
  }
  if (type !== "command:local:Command") return {};
  const released = { image: "image", version: "version", since: "2026-01-01T00:00:00.000Z" };
  return { stdout: name.endsWith("-release") ? JSON.stringify(released) : `digest-of-${name}` };
}

/** Gives the program a prepared deployment in place of the one that it would read from its surroundings. */
async function withPrepared<Result>(
  prepared: Prepared,
  use: (program: () => Promise<pulumi.Inputs>) => Promise<Result>,
): Promise<Result> {
  const [entry, preparation] = [`${root}/index.ts`, `${root}/prepare.ts`];
  const real = load(preparation) as typeof import("../../../prepare");
  const kept = load.cache[preparation];
  if (kept === undefined) throw new Error("prepare.ts is not loaded from its own path.");
  try {
    const replacement = { ...real, prepare: () => Promise.resolve(prepared) };
    load.cache[preparation] = Object.assign(Object.create(kept) as NodeJS.Module, {
      exports: replacement,
    });
    Reflect.deleteProperty(load.cache, entry);
    return await use(load(entry) as () => Promise<pulumi.Inputs>);
  } finally {
    load.cache[preparation] = kept;
    Reflect.deleteProperty(load.cache, entry);
  }
}

export function find(run: ProgramRun, type: string, name: string): RecordedResource {
  const found = run.resources.find((one) => one.type === type && one.name === name);
  if (found === undefined) throw new Error(`The program declares no ${type} ${name}.`);
  return found;
}

export const containerType = "docker:index/container:Container";
export const volumeType = "docker:index/volume:Volume";
export const networkType = "docker:index/network:Network";
export const commandType = "command:local:Command";
export const passwordType = "random:index/randomPassword:RandomPassword";

export function ofType(run: ProgramRun, type: string): RecordedResource[] {
  return run.resources.filter((one) => one.type === type);
}
