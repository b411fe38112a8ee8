import { existsSync } from "node:fs";
import path from "node:path";

import { type Manifest, readManifest } from "./manifest";

/** An installed package. */
export interface Installed {
  readonly folder: string;
  readonly manifest: Manifest;
}

/** The SDK and what it brings never belong to a provider, and make up most of a usual tree. */
const notDescended = new Set(["@pulumi/pulumi", "@pulumi/policy"]);

/**
 * Every package that a program can load: its dependencies (for development too, because a program may
 * use them), and theirs, each found as Node finds it. What is declared but not installed is left out.
 */
export function installedPackages(programFolder: string): Installed[] {
  const root = readManifest(programFolder);
  if (root === undefined) return [];
  const found = new Map<string, Installed>();
  const names = [...runtimeNames(root), ...Object.keys(root.devDependencies ?? {})];
  const waiting = names.map((name) => ({ from: programFolder, name }));
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const folder = packageFolder(next.from, next.name);
    if (folder === undefined || found.has(folder)) continue;
    const manifest = readManifest(folder);
    if (manifest === undefined) continue;
    found.set(folder, { folder, manifest });
    if (notDescended.has(next.name)) continue;
    for (const name of runtimeNames(manifest)) waiting.push({ from: folder, name });
  }
  return [...found.values()];
}

function runtimeNames(manifest: Manifest): string[] {
  return [manifest.dependencies, manifest.optionalDependencies, manifest.peerDependencies].flatMap(
    (names) => Object.keys(names ?? {}),
  );
}

function packageFolder(from: string, name: string): string | undefined {
  const candidate = path.join(from, "node_modules", name);
  if (existsSync(path.join(candidate, "package.json"))) return candidate;
  const parent = path.dirname(from);
  return parent === from ? undefined : packageFolder(parent, name);
}

/** The version of a package as a program in `folder` would load it; undefined when it is not installed. */
export function installedVersion(folder: string, name: string): string | undefined {
  const found = packageFolder(folder, name);
  return found === undefined ? undefined : readManifest(found)?.version;
}
