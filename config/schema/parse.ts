import { ConfigurationError, type Problem } from "../errors";
import type { StackConfig } from "../stack-config";
import { keyProblems } from "./keys";
import { type Path, spell } from "./path";
import type { RawConfiguration } from "./raw";
import { ruleProblems } from "./rules";
import { secretProblems } from "./secrets";
import { stack, structuredKeys } from "./stack";
import { toStackConfig } from "./to-stack-config";

/**
 * Checks a whole configuration and gives it its type.
 * @param raw what the engine or a file holds
 * @param origin what error messages call it, for example `Pulumi.prod.yaml`
 * @param earlier problems that were found while reading, reported with the others
 * @throws {ConfigurationError} with every problem at once
 */
export function parseStackConfig(
  raw: RawConfiguration,
  origin: string,
  earlier: readonly Problem[] = [],
): StackConfig {
  const { settings, encrypted, secrets } = split(raw);
  const value = Object.fromEntries(settings);
  const parsed = stack.safeParse(value);
  const [, name] = /^Pulumi\.(.+)\.yaml$/.exec(origin) ?? [];
  const problems = [
    ...earlier,
    ...encrypted.map(encryptedSetting),
    ...keyProblems(stack, value, []),
    ...(parsed.success ? [] : issueProblems(parsed.error.issues, new Set(encrypted))),
    ...ruleProblems(value),
    ...secretProblems(secrets, value.applications, structuredKeys, name),
  ];
  if (!parsed.success || problems.length > 0) {
    throw new ConfigurationError(origin, unique(problems));
  }
  return toStackConfig(parsed.data, secrets.map(({ key }) => key).sort());
}

function split(raw: RawConfiguration) {
  const entries = [...raw].map(([key, value]) => ({ key, ...value }));
  const ofSettings = entries.filter(({ key }) => structuredKeys.includes(key));
  return {
    settings: ofSettings
      .filter((entry) => !entry.encrypted)
      .map(({ key, value }) => [key, value] as const),
    encrypted: ofSettings.filter((entry) => entry.encrypted).map(({ key }) => key),
    secrets: entries.filter(({ key }) => !structuredKeys.includes(key)),
  };
}

function encryptedSetting(key: string): Problem {
  const message =
    "is encrypted, but settings are shown in plans and stored in clear; write it in clear, and put " +
    "a secret under a key of its own, palier:<application>-<secret>";
  return { path: spell([key]), message };
}

function issueProblems(
  issues: readonly {
    readonly code: string;
    readonly path: PropertyKey[];
    readonly message: string;
  }[],
  skipped: ReadonlySet<string>,
): Problem[] {
  return issues
    .filter(({ code, path }) => code !== "unrecognized_keys" && !skipped.has(String(path[0])))
    .map(({ path, message }) => ({ path: spell(asPath(path)), message }));
}

function asPath(path: readonly PropertyKey[]): Path {
  return path.map((part) => (typeof part === "symbol" ? String(part) : part));
}

/** Several checks may refuse one value in the same words. */
function unique(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
}
