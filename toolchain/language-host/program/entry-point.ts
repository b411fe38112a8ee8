import { statSync } from "node:fs";
import path from "node:path";

import { HostError } from "../errors";
import { readManifest } from "./manifest";

/**
 * Checks that the program of a project exists, so that a wrong `main` is one line and not Node's
 * search for a module.
 *
 * @param folder the program's folder, absolute.
 * @param entryPoint `main` of Pulumi.yaml, relative to the folder, or `.` for package.json's.
 * @throws HostError that names the file that was expected.
 */
export function checkEntryPoint(folder: string, entryPoint: string): void {
  const target = path.resolve(folder, entryPoint);
  if (isFile(target) || [".js", ".ts", ".cjs", ".json"].some((end) => isFile(target + end))) return;
  if (!isFolder(target))
    throw new HostError(`the program ${target} does not exist: correct "main" in Pulumi.yaml`);
  const main = readManifest(target)?.main ?? "index";
  const candidates = [
    main,
    `${main}.js`,
    `${main}.ts`,
    path.join(main, "index.js"),
    path.join(main, "index.ts"),
  ];
  if (candidates.some((candidate) => isFile(path.resolve(target, candidate)))) return;
  if (["index.js", "index.ts"].some((name) => isFile(path.join(target, name)))) return;
  throw new HostError(
    `the program ${path.resolve(target, main)} does not exist: correct "main" in ${path.join(target, "package.json")}`,
  );
}

function isFile(name: string): boolean {
  return statSync(name, { throwIfNoEntry: false })?.isFile() ?? false;
}

function isFolder(name: string): boolean {
  return statSync(name, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
