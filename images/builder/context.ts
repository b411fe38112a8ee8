import fs from "node:fs";
import path from "node:path";
import { Readable } from "node:stream";
import { pack } from "tar-stream";

/** One file of a build context. */
export interface ContextFile {
  /** Path inside the context, with forward slashes. */
  readonly path: string;
  /** Whether it can be executed; no other part of the mode reaches the image. */
  readonly executable: boolean;
  /** Content. */
  readonly content: Buffer;
}

/** Names that tools leave behind and that no image needs, wherever they are in a context. */
const ignored = new Set(["node_modules", "__pycache__", ".git", ".DS_Store"]);

/**
 * Reads the files of a build context, sorted by path, so that the same content gives the same key on
 * every machine. Symbolic links are an error: a context holds plain files alone.
 */
export function readContext(folder: string, prefix = ""): ContextFile[] {
  const entries = fs.readdirSync(folder, { withFileTypes: true });
  return entries
    .filter((entry) => !ignored.has(entry.name) && !entry.name.endsWith(".pyc"))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const full = path.join(folder, entry.name);
      const relative = prefix + entry.name;
      if (entry.isDirectory()) return readContext(full, `${relative}/`);
      if (!entry.isFile())
        throw new Error(`${full} is not a plain file; an image is built from plain files alone`);
      const executable = (fs.statSync(full).mode & 0o100) !== 0;
      return [{ path: relative, executable, content: fs.readFileSync(full) }];
    });
}

/** Packs a context for the engine; times and owners are fixed, because they would spoil its cache. */
export function packContext(files: readonly ContextFile[]): Readable {
  const archive = pack();
  for (const file of files) {
    const mode = file.executable ? 0o755 : 0o644;
    archive.entry({ name: file.path, mode, mtime: new Date(0) }, file.content);
  }
  archive.finalize();
  return Readable.from(archive);
}
