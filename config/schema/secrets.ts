import { blueprints } from "../../blueprints/registry";
import type { Problem } from "../errors";
import { type SecretOwner, unreadSecret } from "../secret-keys";
import { spell } from "./path";
import { mapping } from "./rules/loose";
import { nearest } from "./suggest";

/** One top-level key that is no setting. */
interface Candidate {
  readonly key: string;
  readonly encrypted: boolean;
}

/** Form of a secret's name within its application. */
const secretName = /^[a-z][a-z0-9-]*$/;

/**
 * Top-level keys beside the settings are secrets, named `<application>-<secret>`. Anything else,
 * and a secret in clear, is a problem; the value is never looked at.
 * @param applications `palier:applications` as it is written.
 * @param settings Names of the settings.
 * @param stack Name of the stack; undefined when nobody knows it.
 */
export function secretProblems(
  candidates: readonly Candidate[],
  applications: unknown,
  settings: readonly string[],
  stack: string | undefined,
): Problem[] {
  const names = Object.keys(mapping(applications));
  const owners = knownOwners(mapping(applications));
  return candidates.flatMap(({ key, encrypted }) => {
    const owned = names.some((name) => ownedBy(key, name));
    if (owned && encrypted) {
      return [];
    }
    const message = owned ? inClear(key, owners, stack) : unknown(key, names, settings);
    return [{ path: spell([key]), message }];
  });
}

/** The applications with their blueprints; undefined unless all of them are known. */
function knownOwners(applications: Readonly<Record<string, unknown>>): SecretOwner[] | undefined {
  const owners = Object.entries(applications).flatMap(([application, value]) => {
    const { blueprint: kind } = mapping(value);
    const blueprint =
      typeof kind === "string" && Object.hasOwn(blueprints, kind) ? blueprints[kind] : undefined;
    return blueprint === undefined ? [] : [{ application, blueprint }];
  });
  return owners.length === Object.keys(applications).length ? owners : undefined;
}

function ownedBy(key: string, application: string): boolean {
  const start = `${application}-`;
  return key.startsWith(start) && secretName.test(key.slice(start.length));
}

/** Whoever follows the advice for a secret that nothing reads would be refused once more. */
function inClear(
  key: string,
  owners: readonly SecretOwner[] | undefined,
  stack: string | undefined,
): string {
  const unread = owners && unreadSecret(key, owners);
  if (unread !== undefined) return unread;
  const where = stack === undefined ? "" : ` --stack ${stack}`;
  return (
    `given in clear; run ". ./env.sh", then "pulumi config set --secret ${spell([key])}${where}", ` +
    "and change the secret, because the file has shown it"
  );
}

function unknown(
  key: string,
  applications: readonly string[],
  settings: readonly string[],
): string {
  const owner = applications.find((name) => key.startsWith(`${name}-`));
  if (owner !== undefined) {
    return `unknown key; the secret's name has lower-case letters, digits and hyphens, as "${owner}-email-password"`;
  }
  const near = nearest(key, settings) ?? nearestSecret(key, applications);
  const hint = near === undefined ? "" : `did you mean "${near}"? `;
  const known = near === undefined ? `settings are: ${settings.join(", ")}; ` : "";
  return `unknown key; ${hint}${known}secrets are named <application>-<secret> and set with --secret`;
}

/** A misspelt application in front of a secret's name. */
function nearestSecret(key: string, applications: readonly string[]): string | undefined {
  const cuts = [...key.matchAll(/-/g)].map(({ index }) => index);
  for (const cut of cuts) {
    const application = nearest(key.slice(0, cut), applications);
    if (application !== undefined && secretName.test(key.slice(cut + 1))) {
      return `${application}${key.slice(cut)}`;
    }
  }
  return undefined;
}
