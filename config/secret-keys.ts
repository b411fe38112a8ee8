import type { Blueprint } from "../blueprints/types";
import { nearest } from "./schema/suggest";

/** Names of the secrets that every database and cache has, within the application. */
export const serviceSecrets = {
  superuser: "database-superuser-password",
  database: "database-password",
  cache: "cache-password",
} as const;

/** An application and what its kind declares. */
export interface SecretOwner {
  readonly application: string;
  readonly blueprint: Blueprint;
}

/** The configuration key of a secret, without the namespace. */
export function secretKey(application: string, name: string): string {
  return `${application}-${name}`;
}

/** Secrets of the database and the cache that a blueprint asks for; Palier makes them. */
export function serviceNames({ database, cache }: Blueprint): readonly string[] {
  return [
    ...(database ? [serviceSecrets.superuser, serviceSecrets.database] : []),
    ...(cache ? [serviceSecrets.cache] : []),
  ];
}

/**
 * Why a key beside the settings is no secret that anything reads; undefined when one of the
 * applications reads it.
 * @param owners All applications of the stack.
 */
export function unreadSecret(key: string, owners: readonly SecretOwner[]): string | undefined {
  const known = owners.flatMap((owner) =>
    configuredNames(owner).map((name) => secretKey(owner.application, name)),
  );
  if (known.includes(key)) return undefined;
  const generated = owners.flatMap((owner) =>
    generatedNames(owner).map((name) => secretKey(owner.application, name)),
  );
  if (generated.includes(key)) {
    return "is made by Palier itself and kept in the state; remove this entry";
  }
  const near = nearestKey(key, owners);
  const hint =
    near !== undefined && known.includes(near)
      ? `did you mean "${near}"?`
      : known.length === 0
        ? "remove it"
        : `it reads: ${known.join(", ")}`;
  return `no application of this stack reads this secret; ${hint}`;
}

function configuredNames({ blueprint }: SecretOwner): string[] {
  return Object.entries(blueprint.secrets).flatMap(([name, { source }]) =>
    source === "configured" ? [name] : [],
  );
}

function generatedNames({ blueprint }: SecretOwner): string[] {
  const own = Object.entries(blueprint.secrets).flatMap(([name, { source }]) =>
    source === "generated" ? [name] : [],
  );
  return [...serviceNames(blueprint), ...own];
}

/** The application's name is left out of the comparison: it would make any two secrets look alike. */
function nearestKey(key: string, owners: readonly SecretOwner[]): string | undefined {
  for (const owner of owners) {
    const start = secretKey(owner.application, "");
    if (!key.startsWith(start)) continue;
    const names = [...configuredNames(owner), ...generatedNames(owner)];
    // So strict because most names end alike: "mysql-password" must not lead to "email-password".
    const near = nearest(key.slice(start.length), names, (name) =>
      Math.min(2, Math.floor(name.length / 3)),
    );
    if (near !== undefined) return secretKey(owner.application, near);
  }
  return undefined;
}
