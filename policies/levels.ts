import { readFileSync } from "node:fs";
import path from "node:path";

import type { PolicyPackConfig } from "@pulumi/policy";

/** How strict a policy is. */
export type Level = "disabled" | "advisory" | "mandatory";

/** The tables of levels in `config/`: one for each tier, and one for a site that stands by for production. */
export const tables = ["development", "preproduction", "production", "recovery"] as const;

/** One of the tables. */
export type Table = (typeof tables)[number];

/** What a table says of a policy. */
export interface Setting {
  readonly level: Level;
  /** Parameters that differ from the policy's defaults. */
  readonly parameters: Readonly<Record<string, unknown>>;
}

/**
 * The table that holds for a stack.
 * @param tier What the stack says that it is. Production's table holds for one that says nothing, or nothing
 *   that is known: forgetting is never the lax way.
 * @param role What a production stack is there for; `standby` has a table of its own.
 */
export function tableOf(tier: string | undefined, role: string | undefined): Table {
  if (tier === "development" || tier === "preproduction") return tier;
  return tier === "production" && role === "standby" ? "recovery" : "production";
}

/**
 * A table as a policy pack hands it to Pulumi: `--policy-pack-config` still changes what it names.
 * @throws Error as {@link readTable} does.
 */
export function packConfig(table: Table, folder: string): PolicyPackConfig {
  return Object.fromEntries(
    Object.entries(readTable(table, folder)).map(([policy, { level, parameters }]) => [
      policy,
      { enforcementLevel: level, ...parameters },
    ]),
  );
}

/**
 * A table, by policy.
 * @param folder Where the tables are; default this pack's.
 * @throws Error when an entry is neither a level nor an object with one.
 */
export function readTable(
  table: Table,
  folder = path.join(__dirname, "config"),
): Readonly<Record<string, Setting>> {
  const file = path.join(folder, `${table}.json`);
  const entries = Object.entries(
    JSON.parse(readFileSync(file, "utf8")) as Readonly<Record<string, unknown>>,
  );
  return Object.fromEntries(
    entries.map(([policy, entry]) => {
      const { enforcementLevel, ...parameters } = isObject(entry)
        ? entry
        : { enforcementLevel: entry };
      if (!isLevel(enforcementLevel)) {
        throw new Error(`policies/config/${table}.json: ${policy} has no level`);
      }
      return [policy, { level: enforcementLevel, parameters }];
    }),
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function isLevel(value: unknown): value is Level {
  return value === "disabled" || value === "advisory" || value === "mandatory";
}
