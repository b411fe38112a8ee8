import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

/** Every policy has a level in each table, so that one of them tells all names. */
const table = "policies/config/production.json";

const levels = z.record(z.string(), z.unknown());

/**
 * Names of the project's policies, read as data: the configuration does without the policies themselves.
 * @param root Folder that holds `Pulumi.yaml`.
 * @returns Undefined where they cannot be told; the policies then judge exemptions alone.
 */
export function loadPolicyNames(root: string): readonly string[] | undefined {
  try {
    return Object.keys(levels.parse(JSON.parse(readFileSync(join(root, table), "utf8"))));
  } catch {
    return undefined;
  }
}
