import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ConfigurationError, type Problem } from "./errors";
import { readStackYaml } from "./load-yaml";
import { spell } from "./schema/path";
import type { RawConfiguration } from "./schema/raw";
import { hostClaims } from "./schema/rules/hosts";
import { nearest } from "./schema/suggest";

/** Name of the file that holds a stack's configuration. */
export function stackFileName(stack: string): string {
  return `Pulumi.${stack}.yaml`;
}

/** Names of all stacks that have a file, sorted. */
export function stackNames(root: string): string[] {
  return readdirSync(root)
    .flatMap((file) => /^Pulumi\.([A-Za-z0-9_.-]+)\.yaml$/.exec(file)?.[1] ?? [])
    .sort();
}

/** Whether the stack has a file; a name that would lead out of the folder has none. */
export function hasStackFile(stack: string, root: string): boolean {
  return /^[A-Za-z0-9_.-]{1,100}$/.test(stack) && existsSync(join(root, stackFileName(stack)));
}

/**
 * What to throw for a stack without any key: its name was probably misspelt. The CLI makes a file
 * with nothing but a salt for such a stack, so that the file's existence says nothing.
 */
export function nothingConfigured(stack: string, root: string): ConfigurationError {
  const known = stackNames(root).filter((name) => name !== stack);
  const near = nearest(stack, known);
  const hint =
    near === undefined ? `stacks are: ${known.join(", ")}` : `did you mean stack "${near}"?`;
  return new ConfigurationError(stackFileName(stack), [
    { path: "", message: `holds no configuration, or does not exist; ${hint}` },
  ]);
}

/**
 * Host names that belong to another stack: a production name in the preproduction file would send
 * users to the wrong site. Only a standby shares the names of the site that it stands by for. Names
 * below `localhost` are every machine's own.
 */
export function foreignHosts(stack: string, raw: RawConfiguration, root: string): Problem[] {
  const own = site(raw);
  const others = stackNames(root)
    .filter((name) => name !== stack)
    .flatMap((name) => siteOf(name, root).map((entry) => ({ name, ...entry })));
  return own.claims
    .filter(({ host }) => !host.endsWith(".localhost"))
    .flatMap(({ host, path }) => {
      const owner = others.find(
        (other) =>
          other.role !== "standby" &&
          own.role !== "standby" &&
          other.claims.some((claim) => claim.host === host),
      );
      if (owner === undefined) {
        return [];
      }
      const message =
        `"${host}" is a host name of stack "${owner.name}" (${stackFileName(owner.name)}); ` +
        "only a stack with role standby shares the names of another";
      return [{ path: spell(path), message }];
    });
}

function site(raw: RawConfiguration) {
  const applications = raw.get("applications")?.value;
  return { role: raw.get("role")?.value, claims: hostClaims({ applications }) };
}

function siteOf(stack: string, root: string): ReturnType<typeof site>[] {
  try {
    const file = stackFileName(stack);
    return [site(readStackYaml(readFileSync(join(root, file), "utf8"), file).raw)];
  } catch {
    // A broken file of another stack is that stack's fault, and is reported when it is loaded.
    return [];
  }
}
