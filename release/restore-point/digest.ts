import { isDeepStrictEqual } from "node:util";

import type { RestorePointSpec } from "../../spec/lifecycle";
import { checkId } from "./id";
import { askTools } from "./tools";
import type { DataDigest, RecordedDigest, RestorePointContext, TableChange } from "./types";

/** Digests of all data of the application, as it is now. Reads everything. */
export async function dataDigest(
  context: RestorePointContext,
  spec: RestorePointSpec,
): Promise<DataDigest> {
  return (await askTools(context, spec, {
    command: "digest",
    failure: `The data of ${context.application} cannot be read`,
  })) as DataDigest;
}

/**
 * What a restore point has to hold. Only one that was taken from an application that serves has it, of
 * the moment of its dump: what the application holds later says nothing about it.
 */
export async function recordedDigest(
  context: RestorePointContext,
  spec: RestorePointSpec,
  id: string,
): Promise<RecordedDigest> {
  return (await askTools(context, spec, {
    command: "recorded",
    failure: `The digests of restore point ${checkId(id)} of ${context.application} cannot be read`,
    environment: { RESTORE_POINT: id },
  })) as RecordedDigest;
}

/** Whether two digests are of the same data. */
export function sameData(one: DataDigest, other: DataDigest): boolean {
  return isDeepStrictEqual(one, other);
}

/** What putting a restore point back would take away: every table and volume, then and now. */
export async function compareWith(
  context: RestorePointContext,
  spec: RestorePointSpec,
  id: string,
): Promise<TableChange[]> {
  const { before, now, changed } = (await askTools(context, spec, {
    command: "compare",
    failure: `Restore point ${checkId(id)} of ${context.application} cannot be compared with`,
    environment: { RESTORE_POINT: id },
  })) as Comparison;
  const tables = union(before.tables, now.tables, "table").map(([table, then, current]) => ({
    table,
    before: then?.rows ?? 0,
    now: current?.rows ?? 0,
    changed: then?.rows !== current?.rows || then?.digest !== current?.digest,
  }));
  const volumes = union(before.volumes, now.volumes, "name").map(([name, then, current]) => ({
    table: `files of ${name}`,
    before: then?.files ?? 0,
    now: current?.files ?? 0,
    changed: changed.includes(name),
  }));
  return [...tables, ...volumes];
}

interface Comparison {
  readonly before: Pick<DataDigest, "tables" | "volumes">;
  readonly now: Pick<DataDigest, "tables" | "volumes">;
  /** Names of volumes. */
  readonly changed: readonly string[];
}

/** Pairs what has one name on either side, in the order of names. */
function union<Key extends string, Item extends Readonly<Record<Key, string>>>(
  before: readonly Item[],
  now: readonly Item[],
  key: Key,
): (readonly [string, Item | undefined, Item | undefined])[] {
  const names = [...new Set([...before, ...now].map((item) => item[key]))].sort();
  const find = (items: readonly Item[], name: string) => items.find((item) => item[key] === name);
  return names.map((name) => [name, find(before, name), find(now, name)] as const);
}
