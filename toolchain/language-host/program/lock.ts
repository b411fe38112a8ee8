import { readFileSync } from "node:fs";
import path from "node:path";

import { HostError } from "../errors";
import { nearestUp } from "./sdk";

/** A package as package-lock.json fixes it. */
export interface LockedPackage {
  readonly name: string;
  readonly version: string;
}

interface LockFile {
  readonly packages?: Readonly<Record<string, LockEntry>>;
}

interface LockEntry {
  readonly version?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

/**
 * The packages in the package-lock.json of a program's folder or the nearest one above it.
 *
 * @param scope `declared` for those that package.json names, `all` for what they bring too.
 * @throws HostError when there is no lock file, or one older than npm 7 writes.
 */
export function lockedPackages(folder: string, scope: "declared" | "all"): LockedPackage[] {
  const home = nearestUp(folder, "package-lock.json");
  if (home === undefined)
    throw new HostError(`package-lock.json is missing in ${folder}: run "npm install" there`);
  const packages = readLock(path.join(home, "package-lock.json"));
  const names = scope === "all" ? Object.keys(packages) : declaredKeys(packages[""]);
  return (
    names
      // The program's own folder and workspaces are no packages of others.
      .filter((key) => key.includes("node_modules/"))
      .map((key) => ({ name: nameOf(key), version: packages[key]?.version ?? "" }))
      .filter(({ version }) => version !== "")
  );
}

function readLock(file: string): Readonly<Record<string, LockEntry>> {
  const lock = JSON.parse(readFileSync(file, "utf8")) as LockFile;
  if (lock.packages === undefined)
    throw new HostError(`${file} is of an old format: run "npm install" with npm 7 or newer`);
  return lock.packages;
}

function declaredKeys(root: LockEntry | undefined): string[] {
  const names = Object.keys({ ...root?.dependencies, ...root?.devDependencies });
  return names.map((name) => `node_modules/${name}`);
}

function nameOf(key: string): string {
  return key.slice(key.lastIndexOf("node_modules/") + "node_modules/".length);
}
