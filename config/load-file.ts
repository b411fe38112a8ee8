import { readFileSync } from "node:fs";
import { join } from "node:path";
import { foreignHosts, hasStackFile, nothingConfigured, stackFileName } from "./load-sites";
import { readStackYaml } from "./load-yaml";
import { parseStackConfig } from "./schema/parse";
import type { StackConfig } from "./stack-config";

/**
 * Reads a stack's configuration without the engine, for tools and tests. Secrets stay encrypted:
 * only their names are known.
 * @param stack name of the stack, for example `prod`
 * @param root folder that holds `Pulumi.yaml`
 * @throws {ConfigurationError} with every problem at once
 */
export function loadFromFile(stack: string, root: string): StackConfig {
  if (!hasStackFile(stack, root)) {
    throw nothingConfigured(stack, root);
  }
  const origin = stackFileName(stack);
  const { raw, problems } = readStackYaml(readFileSync(join(root, origin), "utf8"), origin);
  if (raw.size === 0 && problems.length === 0) {
    throw nothingConfigured(stack, root);
  }
  return parseStackConfig(raw, origin, [...problems, ...foreignHosts(stack, raw, root)]);
}
