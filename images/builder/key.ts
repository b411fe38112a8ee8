import { createHash } from "node:crypto";
import type { Recipe } from "../catalogue";
import type { ContextFile } from "./context";

/** Label that carries the key an image was built from. */
export const keyLabel = "palier.images.key";

/** What an image is made from besides its recipe. */
export interface KeyParts {
  /** Files of the build context. */
  readonly files: readonly ContextFile[];
  /** Key of the base image; none for the distribution. */
  readonly baseKey?: string | undefined;
  /** Anything else that shapes the result, for example the package sources of the host. */
  readonly extra?: string;
}

/** Digests everything an image is made from: an equal key means that the image is up to date. */
export function imageKey(recipe: Recipe, parts: KeyParts): string {
  const digest = createHash("sha256");
  // JSON keeps neighbouring values apart; the name is left out, because it does not shape the content.
  digest.update(
    JSON.stringify([parts.baseKey ?? null, sortedEntries(recipe.arguments), parts.extra ?? null]),
  );
  for (const file of parts.files) {
    const content = createHash("sha256").update(file.content).digest("hex");
    digest.update(JSON.stringify([file.path, file.executable, content]));
  }
  return digest.digest("hex");
}

function sortedEntries(values: Readonly<Record<string, string>> = {}): [string, string][] {
  return Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1));
}
