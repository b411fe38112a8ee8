import type { ReleaseSpec } from "../../../spec/deployment";
import type { JournalEntry } from "../../../spec/journal";
import type { RollbackMethod } from "../../../spec/migrations";
import { OperationFailure } from "../../failure";
import { type Layer, layersOf } from "./history";

/** What an operator asks for. */
export interface RollbackWish {
  readonly application: string;
  /** Version of a release, or id of the transaction that brought it; the release before when left out. */
  readonly to: string | undefined;
  /** The gentlest that works when left out. */
  readonly method: RollbackMethod | undefined;
}

/** A rollback that can be carried out. */
export interface RollbackPlan {
  readonly from: ReleaseSpec;
  readonly to: ReleaseSpec;
  readonly method: RollbackMethod;
  /** Transactions that are taken back, oldest first. */
  readonly takenBack: readonly JournalEntry[];
  /** Transaction whose image takes migrations back; the one that brought `from` when there are none. */
  readonly transaction: string;
  /** Migrations to take back, newest last, for "revert". */
  readonly migrations: readonly string[];
  /** For "restore-point". */
  readonly restorePoint: string | undefined;
}

/**
 * Chooses the release to go back to, and how.
 * @param restorePoints Ids of those that exist.
 * @throws OperationFailure with one line when there is no safe way, or not the one that was asked for.
 */
export function planRollback(
  wish: RollbackWish,
  entries: readonly JournalEntry[],
  restorePoints: readonly string[],
): RollbackPlan {
  const layers = layersOf(entries);
  const current = layers.at(-1);
  if (current?.broughtBy === undefined) {
    throw refusal(`${wish.application} has no release in service that the journal knows`);
  }
  const target = findTarget(wish, layers);
  const takenBack = layers.slice(target.index + 1).flatMap(({ broughtBy }) => broughtBy ?? []);
  const migrating = takenBack.filter(({ migrations }) => migrations.length > 0);
  const { method, restorePoint } = chooseWay(wish, migrating, restorePoints);
  return {
    from: current.release,
    to: target.release,
    method,
    takenBack,
    transaction: (migrating.at(-1) ?? current.broughtBy).id,
    migrations: method === "revert" ? migrating.flatMap(({ migrations }) => migrations) : [],
    restorePoint,
  };
}

function findTarget(
  { application, to }: RollbackWish,
  layers: readonly Layer[],
): { readonly release: ReleaseSpec; readonly index: number } {
  const below = layers.slice(0, -1);
  const current = layers.at(-1);
  if (below.length === 0) {
    throw refusal(`${application} has had one release only: there is nothing to go back to`);
  }
  const index =
    to === undefined ? below.length - 1 : below.findLastIndex((layer) => isNamed(layer, to));
  const found = below[index];
  if (found !== undefined) return { release: found.release, index };
  if (to !== undefined && current !== undefined && isNamed(current, to)) {
    throw refusal(`${to} is the release of ${application} that is in service`);
  }
  const known = below.map(({ release }) => release.version);
  throw refusal(
    `${application} cannot go back to "${to ?? ""}": known are the versions ${[...new Set(known)].join(", ")}, and the transactions that "make journal" shows`,
  );
}

function isNamed({ release, broughtBy }: Layer, name: string): boolean {
  return release.version === name || broughtBy?.id === name;
}

interface Way {
  readonly method: RollbackMethod;
  readonly restorePoint: string | undefined;
}

/** @param migrating Transactions to take back that changed the database, oldest first. */
function chooseWay(
  wish: RollbackWish,
  migrating: readonly JournalEntry[],
  restorePoints: readonly string[],
): Way {
  const ways: Record<RollbackMethod, Way | string> = {
    code: byCode(migrating),
    revert: byRevert(migrating),
    "restore-point": byRestorePoint(migrating, restorePoints),
  };
  if (wish.method !== undefined) {
    const way = ways[wish.method];
    if (typeof way !== "string") return way;
    const other = possible(ways).map(({ method }) => method);
    const hint = other.length === 0 ? "there is no other way" : `use METHOD=${other.join(" or ")}`;
    throw refusal(`${wish.application} cannot go back with METHOD=${wish.method}: ${way}; ${hint}`);
  }
  const [gentlest] = possible(ways);
  if (gentlest !== undefined) return gentlest;
  const reasons = [ways.revert, ways["restore-point"]].filter((way) => typeof way === "string");
  throw refusal(
    `${wish.application} cannot go back: ${reasons.join("; ")}; release a version with the fault corrected instead`,
  );
}

/** Gentlest first. */
function possible(ways: Record<RollbackMethod, Way | string>): Way[] {
  return [ways.code, ways.revert, ways["restore-point"]].filter((way) => typeof way !== "string");
}

function byCode(migrating: readonly JournalEntry[]): Way | string {
  if (migrating.length === 0) return { method: "code", restorePoint: undefined };
  return `the older code does not know the migrations ${namesOf(migrating)}`;
}

function byRevert(migrating: readonly JournalEntry[]): Way | string {
  const [only, ...more] = migrating;
  if (only === undefined) return "there are no migrations to take back";
  if (more.length > 0) {
    return `migrations of ${migrating.length} releases cannot be taken back in one step (${namesOf(migrating)})`;
  }
  if (!only.reversible) return `${namesOf(migrating)} cannot be taken back by the application`;
  return { method: "revert", restorePoint: undefined };
}

/** The one of the oldest: the data of its time is that of the target. */
function byRestorePoint(
  [oldest]: readonly JournalEntry[],
  restorePoints: readonly string[],
): Way | string {
  if (oldest === undefined) return "no restore point was taken, because no data was migrated";
  const { restorePoint } = oldest;
  if (restorePoint === undefined) return `no restore point was taken before ${oldest.id}`;
  if (!restorePoints.includes(restorePoint)) {
    return `the restore point ${restorePoint} is not kept any more`;
  }
  return { method: "restore-point", restorePoint };
}

function namesOf(entries: readonly JournalEntry[]): string {
  return entries.flatMap(({ migrations }) => migrations).join(", ");
}

function refusal(reason: string): OperationFailure {
  return new OperationFailure(`${reason}; nothing was changed.`);
}
