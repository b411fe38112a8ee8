import type { EnvironmentValue } from "../../blueprints/types";
import type { DatabaseConnection, ReleaseSpec } from "../../spec/deployment";
import type { FilesVolumeSpec } from "../../spec/files";
import type { ApplicationContext } from "./context";
import type { CacheConnection } from "./secrets";

/** Where the files of `blueprint.secretFiles` are mounted. */
export const secretsFolder = "/run/secrets";

/** What the values of an application's environment are taken from. */
export interface EnvironmentSources {
  readonly origin: string;
  readonly origins: readonly string[];
  readonly release: ReleaseSpec;
  readonly database: (DatabaseConnection & { readonly engine: string }) | undefined;
  readonly cache: CacheConnection | undefined;
  readonly settings: Readonly<Record<string, string>>;
  readonly files: FilesVolumeSpec;
  readonly bodyMegabytes: number;
  /** CPU ceiling of the default web process in cores. */
  readonly webCpus: string;
}

/**
 * The environment of an application, `NAME=value` sorted by name. There is one per application: a
 * worker with fewer variables than the web processes would quietly work on other data.
 */
export function buildEnvironment(
  context: ApplicationContext,
  sources: EnvironmentSources,
): readonly string[] {
  return Object.entries(context.blueprint.environment)
    .map(([name, value]) => [name, environmentValue(context, sources, value)] as const)
    .filter(([, value]) => value !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value ?? ""}`);
}

function environmentValue(
  { blueprint, choices, config }: ApplicationContext,
  sources: EnvironmentSources,
  value: EnvironmentValue,
): string | undefined {
  switch (value.from) {
    case "literal":
      return value.value;
    case "tier":
      return value.values[config.tier];
    case "setting":
      return declared(sources.settings[value.setting], `setting "${value.setting}"`);
    case "host":
      return choices.host;
    case "origin":
      return sources.origin;
    case "hosts":
      return [choices.host, ...choices.aliases].join(value.separator);
    case "origins":
      return sources.origins.join(value.separator);
    case "release":
      return sources.release[value.part];
    case "database":
      return String(declared(sources.database, "database")[value.part]);
    case "cache":
      return String(declared(sources.cache, "cache")[value.part]);
    case "cache-database":
      return String(
        declared(blueprint.cache?.databases[value.database], `cache database "${value.database}"`),
      );
    case "secret-file":
      return sources.files.files.some(({ path }) => path === value.file)
        ? `${secretsFolder}/${value.file}`
        : undefined;
    case "body-megabytes":
      return String(sources.bodyMegabytes);
    case "web-concurrency":
      return String(Math.max(2, Math.floor(2 * Number(sources.webCpus) + 1)));
  }
}

function declared<T>(value: T | undefined, what: string): T {
  if (value === undefined) {
    throw new Error(
      `A blueprint has a variable that refers to a ${what} which it does not declare.`,
    );
  }
  return value;
}
