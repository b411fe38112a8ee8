import { createHash } from "node:crypto";
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { text } from "node:stream/consumers";

import { z } from "zod";

const urls = z.record(z.string(), z.string());
const logins = z.record(z.string(), z.object({ login: z.string(), password: z.string() }));

/** What this prints, by the name of the stack's output that is on standard input. */
const printers: Readonly<Record<string, (json: unknown, shownFile: string) => string[]>> = {
  urls: (json) => Object.entries(urls.parse(json)).map(([name, url]) => `  ${name}: ${url}`),
  administrators: newLogins,
};

/** Logs of CI are read by many and kept: there it is said where the login is, and not what. */
function keepsSecrets(): boolean {
  const { CI, PALIER_SHOW_LOGINS } = process.env;
  return (PALIER_SHOW_LOGINS ?? (CI === "true" ? "0" : "1")) === "0";
}

/**
 * First logins that were not printed before: afterwards they are secrets of the stack like any other.
 * @param shownFile Keeps which ones were, as digests of passwords that nobody can guess.
 */
function newLogins(json: unknown, shownFile: string): string[] {
  const shown = existsSync(shownFile) ? readFileSync(shownFile, "utf8").split("\n") : [];
  return Object.entries(logins.parse(json)).flatMap(([name, { login, password }]) => {
    const digest = createHash("sha256").update(password).digest("hex");
    if (shown.includes(digest)) return [];
    if (keepsSecrets()) {
      return [
        `  ${name}: log in as ${login}; "pulumi stack output administrators --show-secrets" has more`,
      ];
    }
    appendFileSync(shownFile, `${digest}\n`, { mode: 0o600 });
    return [`  ${name}: log in as ${login} with ${password}  (shown this once)`];
  });
}

/** Prints an output of a stack for people, one line for each application. */
async function main(): Promise<void> {
  const [output = "", shownFile = ""] = process.argv.slice(2);
  const printer = printers[output];
  if (printer === undefined) {
    throw new Error(`describe: expected one of ${Object.keys(printers).join(", ")}`);
  }
  for (const line of printer(JSON.parse(await text(process.stdin)), shownFile)) {
    process.stdout.write(`${line}\n`);
  }
}

void main();
