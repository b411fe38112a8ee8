import { existsSync, readdirSync } from "node:fs";
import path from "node:path";

import type { Samples } from "../support/samples";

/** Names of the policies that have a file of samples here. */
export const sampled: readonly string[] = readdirSync(__dirname)
  .filter((file) => file !== "index.ts")
  .map((file) => path.basename(file, ".ts"))
  .sort();

/** The samples of a policy; undefined where it has no file. */
export function samplesOf(policy: string): Samples | undefined {
  const file = path.join(__dirname, `${policy}.ts`);
  if (!existsSync(file)) return undefined;
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- a file for each policy, without a list to keep
  return (require(file) as { readonly samples: Samples }).samples;
}
