import { createHash } from "node:crypto";
import { lstatSync, readFileSync, readdirSync, readlinkSync } from "node:fs";
import type { Stats } from "node:fs";
import { isAbsolute, join, relative, resolve } from "node:path";

import { pack } from "tar-stream";
import type { Pack } from "tar-stream";

import { parseIgnore } from "./ignore";
import type { IgnoreRules } from "./ignore";

/** One file, folder or link that goes to the engine for a build. */
export interface ContextEntry {
  /** Path inside the context, with `/`. */
  readonly path: string;
  readonly file: string;
  readonly stats: Stats;
}

/** Everything that a build reads from this machine. */
export interface BuildContext {
  readonly entries: readonly ContextEntry[];
  /** Path of the Dockerfile inside the archive. */
  readonly dockerfile: string;
  /** SHA-256 over names, modes and contents: changes exactly when the build could give another image. */
  readonly hash: string;
}

/** Name of a Dockerfile that lies outside of the context, inside the archive. */
const outsideName = ".dockerfile.outside";

/**
 * Lists and hashes a build context, honouring `<Dockerfile>.dockerignore` or `.dockerignore`.
 * @param context Folder, absolute or relative to the current one.
 * @param dockerfile Path of the Dockerfile, relative to the current folder or absolute; `Dockerfile` in the context when not given.
 * @throws Error when folder or Dockerfile are missing.
 */
export function readContext(context: string, dockerfile?: string): BuildContext {
  const root = resolve(context);
  if (!existing(root)?.isDirectory()) {
    throw new Error(`The build context "${context}" is not a folder (looked at ${root}).`);
  }
  const file = resolve(dockerfile ?? join(root, "Dockerfile"));
  if (!existing(file)?.isFile()) {
    throw new Error(
      `The Dockerfile "${dockerfile ?? "Dockerfile"}" does not exist (looked at ${file}).`,
    );
  }
  const inside = relative(root, file);
  const outside = inside.startsWith("..") || isAbsolute(inside);
  const rules = parseIgnore(
    readIfThere(`${file}.dockerignore`) ?? readIfThere(join(root, ".dockerignore")) ?? "",
  );
  const listed = walk(root, "", outside ? rules : keeping(rules, inside));
  const entries = outside
    ? [...listed, { path: outsideName, file, stats: lstatSync(file) }]
    : listed;
  return { entries, dockerfile: outside ? outsideName : inside, hash: hashOf(entries) };
}

/** The context as the archive that the engine's API takes. Owners are root, as with the command line. */
export function contextArchive({ entries }: BuildContext): Pack {
  const archive = pack();
  for (const { path, file, stats } of entries) {
    const header = { name: path, mode: stats.mode & 0o7777, mtime: stats.mtime, uid: 0, gid: 0 };
    if (stats.isDirectory()) archive.entry({ ...header, type: "directory" });
    else if (stats.isSymbolicLink()) {
      archive.entry({ ...header, type: "symlink", linkname: readlinkSync(file) });
    } else archive.entry(header, readFileSync(file));
  }
  archive.finalize();
  return archive;
}

/** The Dockerfile itself always has to travel, even when the rules leave it out. */
function keeping(rules: IgnoreRules, dockerfile: string): IgnoreRules {
  return {
    excludes: (path) => path !== dockerfile && rules.excludes(path),
    mayContainExceptions: (path) =>
      dockerfile.startsWith(`${path}/`) || rules.mayContainExceptions(path),
  };
}

function walk(root: string, folder: string, rules: IgnoreRules): ContextEntry[] {
  const names = readdirSync(join(root, folder)).sort();
  return names.flatMap((name) => {
    const path = folder === "" ? name : `${folder}/${name}`;
    const file = join(root, path);
    const stats = lstatSync(file);
    const excluded = rules.excludes(path);
    if (!stats.isDirectory()) {
      const kept = !excluded && (stats.isFile() || stats.isSymbolicLink());
      return kept ? [{ path, file, stats }] : [];
    }
    if (excluded && !rules.mayContainExceptions(path)) return [];
    const inner = walk(root, path, rules);
    return excluded ? inner : [{ path, file, stats }, ...inner];
  });
}

function hashOf(entries: readonly ContextEntry[]): string {
  const hash = createHash("sha256");
  for (const { path, file, stats } of entries) {
    hash.update(`${path}\0${stats.mode & 0o7777}\0`);
    if (stats.isFile()) hash.update(createHash("sha256").update(readFileSync(file)).digest());
    if (stats.isSymbolicLink()) hash.update(readlinkSync(file));
  }
  return hash.digest("hex");
}

function existing(path: string): Stats | undefined {
  return lstatSync(path, { throwIfNoEntry: false });
}

function readIfThere(file: string): string | undefined {
  return existing(file) ? readFileSync(file, "utf8") : undefined;
}
