import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

import { HostError } from "../errors";

/** Arguments of every node process that this host starts, before the project's own `nodeargs`. */
export const preload: readonly string[] = ["--require", path.join(__dirname, "preload.cjs")];

/** The scripts inside @pulumi/pulumi that this host starts. */
export type SdkScript = "run" | "run-policy-pack" | "run-plugin";

/**
 * Finds a script of the @pulumi/pulumi that a program would load itself: looked up from the program's
 * folder upwards, so that program and script share one copy of the SDK.
 *
 * @throws HostError that says which command installs what is missing.
 */
export function sdkScript(folder: string, script: SdkScript): string {
  const name = `@pulumi/pulumi/cmd/${script}`;
  try {
    return createRequire(path.join(folder, "package.json")).resolve(name);
  } catch {
    throw new HostError(missingSdk(folder, name));
  }
}

function missingSdk(folder: string, name: string): string {
  if (nearestUp(folder, "node_modules") === undefined)
    return `node_modules is missing in ${folder}: run "make setup" (or "npm ci") there first`;
  return `Cannot find module '${name}' from ${folder}: run "make setup" (or "npm ci"), and see that package.json lists @pulumi/pulumi`;
}

/** The first folder at or above `folder` that holds an entry of this name; undefined when none does. */
export function nearestUp(folder: string, entry: string): string | undefined {
  if (existsSync(path.join(folder, entry))) return folder;
  const parent = path.dirname(folder);
  return parent === folder ? undefined : nearestUp(parent, entry);
}
