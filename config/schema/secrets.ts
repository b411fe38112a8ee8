import type { Problem } from "../errors";
import { spell } from "./path";
import { nearest } from "./suggest";

/** One top-level key that is no setting. */
interface Candidate {
  readonly key: string;
  readonly encrypted: boolean;
}

/**
 * Top-level keys beside the settings are secrets, named `<application>-<secret>`. Anything else,
 * and a secret in clear, is a problem; the value is never looked at.
 */
export function secretProblems(
  candidates: readonly Candidate[],
  applications: readonly string[],
  settings: readonly string[],
): Problem[] {
  return candidates.flatMap(({ key, encrypted }) => {
    const owner = ownerOf(key, applications);
    if (owner !== undefined && encrypted) {
      return [];
    }
    const message = owner === undefined ? unknown(key, applications, settings) : inClear(key);
    return [{ path: spell([key]), message }];
  });
}

function ownerOf(key: string, applications: readonly string[]): string | undefined {
  return applications.find(
    (name) => key.startsWith(`${name}-`) && /^[a-z][a-z0-9-]*$/.test(key.slice(name.length + 1)),
  );
}

function inClear(key: string): string {
  return (
    `given in clear; set it with "pulumi config set --secret ${spell([key])}", and change the secret, ` +
    "because the file has shown it"
  );
}

function unknown(
  key: string,
  applications: readonly string[],
  settings: readonly string[],
): string {
  const setting = nearest(key, settings);
  const near = setting ?? nearestSecret(key, applications);
  const hint = near === undefined ? "" : `did you mean "${near}"? `;
  const known = near === undefined ? `settings are: ${settings.join(", ")}; ` : "";
  return `unknown key; ${hint}${known}secrets are named <application>-<secret> and set with --secret`;
}

/** A misspelt application in front of a secret's name. */
function nearestSecret(key: string, applications: readonly string[]): string | undefined {
  const cuts = [...key.matchAll(/-/g)].map(({ index }) => index);
  for (const cut of cuts) {
    const application = nearest(key.slice(0, cut), applications);
    if (application !== undefined) {
      return `${application}${key.slice(cut)}`;
    }
  }
  return undefined;
}
