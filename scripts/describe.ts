import { text } from "node:stream/consumers";

import { z } from "zod";

const urls = z.record(z.string(), z.string());
const logins = z.record(z.string(), z.object({ login: z.string(), password: z.string() }));

/** What this prints, by the name of the stack's output that is on standard input. */
const printers: Readonly<Record<string, (json: unknown) => string[]>> = {
  urls: (json) => Object.entries(urls.parse(json)).map(([name, url]) => `  ${name}: ${url}`),
  administrators: (json) =>
    Object.entries(logins.parse(json)).map(
      ([name, { login, password }]) =>
        `  ${name}: log in as ${login} with ${password}  (shown this once)`,
    ),
};

/** Prints an output of a stack for people, one line for each application. */
async function main(): Promise<void> {
  const printer = printers[process.argv[2] ?? ""];
  if (printer === undefined)
    throw new Error(`describe: expected one of ${Object.keys(printers).join(", ")}`);
  process.stdout.write(
    printer(JSON.parse(await text(process.stdin)))
      .map((line) => `${line}\n`)
      .join(""),
  );
}

void main();
