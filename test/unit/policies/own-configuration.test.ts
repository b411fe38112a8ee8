import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";

import { renderNginx } from "../../../nginx";
import { readTable } from "../../../policies/levels";
import { policies } from "../../../policies/pack";
import type { DeploymentSpec } from "../../../spec/deployment";
import { filled, operation } from "./support/configurations";
import { judge } from "./support/harness";

const golden = path.resolve(__dirname, "../../golden/spec");

/** A stack as it is resolved, which a test of its own keeps up to date. */
function specOf(stack: string): DeploymentSpec {
  return JSON.parse(readFileSync(path.join(golden, `${stack}.json`), "utf8")) as DeploymentSpec;
}

/** The operation that gives the proxy of a stack its configuration, with one thing written otherwise. */
function proxy({ proxy: { configuration } }: DeploymentSpec, [from, to] = ["", ""]) {
  const slot = (name: "a" | "b") =>
    Object.fromEntries(
      Object.entries(renderNginx(configuration, name)).map(([file, text]) => {
        return [file, text.replaceAll(from, to)];
      }),
    );
  return operation({ container: { labels: {} }, slots: { a: slot("a"), b: slot("b") } });
}

/** The operations that fill the volumes of the databases. */
function databases({ applications }: DeploymentSpec, [from, to] = ["", ""]) {
  return applications
    .flatMap(({ database }) => database?.files ?? [])
    .map(({ files }) =>
      filled(
        "database",
        Object.fromEntries(
          files.flatMap(({ path: file, content }) =>
            content.from === "text" ? [[file, content.text.replaceAll(from, to)]] : [],
          ),
        ),
      ),
    );
}

/** What a tier's policies object to. */
function objections(
  table: "preproduction" | "production",
  resources: ReturnType<typeof databases>,
) {
  const settings = readTable(table);
  return policies.flatMap((policy) => {
    const { level, parameters } = settings[policy.name] ?? { level: "mandatory", parameters: {} };
    if (level === "disabled") return [];
    return judge(policy, resources, parameters).violations.map((text) => [policy.name, text]);
  });
}

describe("the configurations that the project writes itself", () => {
  for (const [stack, table] of [
    ["preprod", "preproduction"],
    ["prod", "production"],
  ] as const) {
    it(`have nothing that the policies of ${stack} object to`, () => {
      const spec = specOf(stack);
      assert.deepEqual(objections(table, [proxy(spec), ...databases(spec)]), []);
    });
  }

  // What is missing in the text has to be found in the text that nginx and PostgreSQL get.
  for (const [policy, from, to] of [
    ["require-security-headers", "X-Content-Type-Options", "X-Other"],
    ["require-security-headers", "max-age=63072000", "max-age=3600"],
    ["require-intermediate-tls", "TLSv1.2", "TLSv1.1 TLSv1.2"],
    ["require-intermediate-tls", "return 301 https:", "return 301 http:"],
    ["require-rate-limit", "limit_req zone", "# limit_req zone"],
    ["require-hardened-database", "scram-sha-256", "trust"],
    ["require-hardened-database", "max_slot_wal_keep_size = 2GB", "fsync = off"],
    ["require-hardened-database", "samenet", "all"],
  ] as const) {
    it(`are refused by ${policy} with ${to} instead of ${from}`, () => {
      const spec = specOf("prod");
      const found = objections("production", [
        proxy(spec, [from, to]),
        ...databases(spec, [from, to]),
      ]);
      assert.deepEqual([...new Set(found.map(([name]) => name))], [policy]);
    });
  }
});
