import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Generator } from "./generators/generator";

/** Files whose content is not what their generator makes today, missing ones included. */
export function outdated(generators: readonly Generator[], root: string): string[] {
  return generators
    .filter(({ file, render }) => contentOf(join(root, file)) !== render())
    .map(({ file }) => file);
}

/** Brings every document up to date and returns the names of those that changed. */
export function write(generators: readonly Generator[], root: string): string[] {
  const stale = outdated(generators, root);
  for (const { file, render } of generators.filter((generator) => stale.includes(generator.file))) {
    const path = join(root, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, render());
  }
  return stale;
}

function contentOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") {
      return undefined;
    }
    throw error;
  }
}
