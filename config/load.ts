import { resolve } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { keyProblem } from "./load-keys";
import { foreignHosts, nothingConfigured, stackFileName } from "./load-sites";
import { parseStackConfig } from "./schema/parse";
import { namespace } from "./schema/path";
import { type RawConfiguration, rawValue } from "./schema/raw";
import type { StackConfig } from "./stack-config";

/** What a program needs to know about its stack. */
export interface LoadedConfiguration {
  readonly config: StackConfig;
  /** Values of `config.secretKeys`; the engine keeps them encrypted wherever it stores them. */
  readonly secrets: Readonly<Record<string, pulumi.Output<string>>>;
}

/**
 * Reads the configuration that the engine gave to this program; the one place that does.
 * @param root folder that holds `Pulumi.yaml`, to compare with the files of the other stacks
 * @throws {ConfigurationError} with every problem at once
 */
export function loadFromPulumi(root = resolve(__dirname, "..")): LoadedConfiguration {
  const stack = pulumi.getStack();
  const entries = Object.entries(pulumi.runtime.allConfig());
  const raw = ownKeys(entries);
  const strayKeys = entries.flatMap(([key]) => keyProblem(key));
  if (raw.size === 0 && strayKeys.length === 0) {
    throw nothingConfigured(stack, root);
  }
  const config = parseStackConfig(raw, stackFileName(stack), [
    ...strayKeys,
    ...foreignHosts(stack, raw, root),
  ]);
  const source = new pulumi.Config(namespace);
  const secrets = config.secretKeys.map((key) => [key, source.requireSecret(key)] as const);
  return { config, secrets: Object.fromEntries(secrets) };
}

function ownKeys(entries: readonly (readonly [string, string])[]): RawConfiguration {
  const prefix = `${namespace}:`;
  return new Map(
    entries
      .filter(([key]) => key.startsWith(prefix))
      .map(([key, value]) => [
        key.slice(prefix.length),
        rawValue(value, runtime.isConfigSecret(key)),
      ]),
  );
}

/** The SDK's own mark of secret keys: exported, but left out of its type declarations. */
const runtime = pulumi.runtime as typeof pulumi.runtime & {
  isConfigSecret(key: string): boolean;
};
