import type { SecretFile } from "../../blueprints/types";
import type { DatabaseConnection, DatabaseSpec } from "../../spec/deployment";
import type { FileContent, FileSpec, SecretSpec } from "../../spec/files";
import { logicalName } from "../naming";
import { secretKey, serviceNames, serviceSecrets, unreadSecret } from "../secret-keys";
import type { ApplicationContext, StackContext } from "./context";

/** 40 letters and digits are 238 bits, and need no quoting in any address or file format. */
const servicePasswordLength = 40;

/** Where the cache of an application answers, and the secret that opens it. */
export interface CacheConnection {
  readonly host: string;
  readonly port: number;
}

/** All secrets of an application, sorted by name. A configured one that is optional and not set is left out. */
export function resolveSecrets(context: ApplicationContext): readonly SecretSpec[] {
  const { application, blueprint } = context;
  const secrets: SecretSpec[] = serviceNames(blueprint).map((name) => ({
    name,
    resource: logicalName(application, name),
    source: "generated",
    // The servers keep the password in their data: a new one would lock the application out.
    keep: true,
    length: servicePasswordLength,
    special: false,
  }));
  for (const [name, need] of Object.entries(blueprint.secrets)) {
    if (need.source === "generated") {
      const { length, keep, special = false } = need;
      const resource = logicalName(application, name);
      secrets.push({ name, resource, source: "generated", keep, length, special });
    } else {
      const key = secretKey(application, name);
      if (isSet(context, key)) secrets.push({ name, source: "configured", key });
      else if (need.requiredIn.includes(context.config.tier)) reportMissing(context, key);
    }
  }
  return secrets.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Files below `/run/secrets`, sorted by path; those whose secret is optional and not set are left out. */
export function resolveSecretFiles(
  { blueprint }: ApplicationContext,
  secrets: readonly SecretSpec[],
  connections: {
    readonly database: (DatabaseConnection & Pick<DatabaseSpec, "engine">) | undefined;
    readonly cache: CacheConnection | undefined;
  },
): readonly FileSpec[] {
  const names = new Set(secrets.map((secret) => secret.name));
  return Object.entries(blueprint.secretFiles)
    .filter(([, file]) => file.holds !== "secret" || names.has(file.secret))
    .map(([path, file]) => ({ path, mode: "0400", content: secretContent(file) }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));

  function secretContent(file: SecretFile): FileContent {
    switch (file.holds) {
      case "secret":
        return { from: "secret", secret: file.secret };
      case "database-password":
        return { from: "secret", secret: present(connections.database, file).passwordSecret };
      case "database-url": {
        const { engine, host, port, name, user, passwordSecret } = present(
          connections.database,
          file,
        );
        return {
          from: "url",
          scheme: present(file.schemes[engine], file),
          user,
          secret: passwordSecret,
          host,
          port,
          path: `/${name}`,
        };
      }
      case "cache-password":
        return { from: "secret", secret: serviceSecrets.cache };
      case "cache-url": {
        const { host, port } = present(connections.cache, file);
        const number = present(blueprint.cache?.databases[file.database], file);
        return {
          from: "url",
          scheme: "redis",
          user: "",
          secret: serviceSecrets.cache,
          host,
          port,
          path: `/${number}`,
        };
      }
    }
  }
}

/** Reports secret keys that no application of the stack asks for: a misspelt one would stay unused. */
export function checkSecretKeys(
  { config, problems }: StackContext,
  applications: readonly ApplicationContext[],
): void {
  for (const key of config.secretKeys) {
    const fault = unreadSecret(key, applications);
    if (fault !== undefined) problems.add([key], fault);
  }
}

function isSet({ config }: StackContext, key: string): boolean {
  return config.secretKeys.includes(key);
}

function reportMissing(
  { problems, project, stack, blueprint, config }: ApplicationContext,
  key: string,
): void {
  problems.add(
    [key],
    `missing; blueprint "${blueprint.kind}" needs it in the tier ${config.tier}; run: pulumi config set --secret ${project}:${key} --stack ${stack}`,
  );
}

/** A blueprint that asks for what it does not declare is a mistake in the program, not in the configuration. */
function present<T>(value: T | undefined, file: SecretFile): T {
  if (value === undefined) {
    throw new Error(
      `A blueprint has a file that holds "${file.holds}" without declaring that service.`,
    );
  }
  return value;
}
