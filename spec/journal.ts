import type { OverrideSpec } from "./guard";
import type { MigrationPlan, RollbackMethod } from "./migrations";
import type { ReleaseSpec } from "./deployment";

/** Who does something, as far as it is known: for people, and to see whether the process still lives. */
export interface Actor {
  /** Login name, or what the CI says. */
  readonly user: string;
  readonly host: string;
  /** Tells two machines with one name apart. */
  readonly machine: string;
  readonly pid: number;
  /** Start of the process in the kernel's ticks: a number that is used again belongs to another one. */
  readonly started: string;
}

/** How a transaction ended. */
export type Outcome =
  /** The new release is in service. */
  | "released"
  /** Everything was taken back: the old release is in service with its data. */
  | "undone"
  /** It failed after the point of no return: the new release stays in service. */
  | "kept"
  /** Something could not be taken back; a person has to look. */
  | "stuck";

/** One finished step with its duration. */
export interface StepTime {
  readonly step: string;
  readonly milliseconds: number;
}

/** The line that a finished transaction leaves in the journal. */
export interface JournalEntry {
  /** Identifier of the transaction: its start in UTC and a random part, in order of time. */
  readonly id: string;
  readonly application: string;
  readonly actor: Actor;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly endedAt: string;
  readonly from: ReleaseSpec | undefined;
  readonly to: ReleaseSpec;
  readonly outcome: Outcome;
  /** First line of the failure, without anything secret. */
  readonly reason: string | undefined;
  readonly steps: readonly StepTime[];
  /** Ids of the migrations that were applied, or taken back by a rollback. */
  readonly migrations: readonly string[];
  /** Whether each of them can be taken back by the framework. */
  readonly reversible: boolean;
  /** Id of the restore point that was taken before them. */
  readonly restorePoint: string | undefined;
  /** Id of the approval that was used. */
  readonly approval: string | undefined;
  readonly rollback: RollbackMethod | undefined;
  /** Id of the request for it, which is carried out once. */
  readonly rollbackRequest: string | undefined;
  /** Time that users saw the maintenance page, in milliseconds. */
  readonly maintenanceMilliseconds: number;
  /** Declared length of maintenance in minutes, to compare. */
  readonly maintenanceMinutes: number;
}

/** An override that let something pass. */
export interface OverrideUse extends OverrideSpec {
  /** Identifier, in order of time. */
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly actor: Actor;
}

/** How much of a restored copy was compared. */
export interface DrillCoverage {
  /** Compared by the content of all rows. */
  readonly tables: number;
  readonly rows: number;
  /** Users wrote to them while they were saved: they only had to be there. */
  readonly changingTables: number;
  /** Only had to be there. */
  readonly sequences: number;
  readonly volumes: number;
  /** Of those volumes, compared by content, owner and rights. */
  readonly files: number;
}

/** A restore drill: a restore point of what runs was taken, restored elsewhere, and compared. */
export interface RestoreDrill {
  /** Identifier, in order of time. */
  readonly id: string;
  readonly application: string;
  readonly actor: Actor;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly endedAt: string;
  readonly outcome: "ok" | "failed";
  /** First line of the failure, without anything secret. */
  readonly reason: string | undefined;
  /** Version that was in service. */
  readonly version: string;
  /** Size of the restore point; this and what follows is undefined as far as the drill did not come. */
  readonly bytes: number | undefined;
  readonly takeMilliseconds: number | undefined;
  /** Start of the throwaway server included. */
  readonly restoreMilliseconds: number | undefined;
  readonly covered: DrillCoverage | undefined;
}

/** A rollback that was asked for and confirmed; the next release to `to` carries it out. */
export interface RollbackRequest {
  /** Identifier, in order of time. */
  readonly id: string;
  readonly at: string;
  readonly actor: Actor;
  readonly from: ReleaseSpec;
  readonly to: ReleaseSpec;
  /** Transaction that brought `from`: its image takes its migrations back. */
  readonly transaction: string;
  readonly method: RollbackMethod;
  /** Migrations to take back, newest last, for "revert". */
  readonly migrations: readonly string[];
  /** For "restore-point". */
  readonly restorePoint: string | undefined;
}

/** What an unfinished transaction wrote last, for settling it. */
export interface StepRecord {
  readonly step: string;
  readonly event: "begin" | "done" | "undone";
  /** ISO 8601, UTC. */
  readonly at: string;
  /** What undoing needs to know; only at "begin". */
  readonly facts?: unknown;
}

/** The plan as a journal keeps it: without statements, which may be long. */
export type JournalledPlan = Omit<MigrationPlan, "pending"> & {
  readonly pending: readonly { readonly id: string; readonly reversible: boolean }[];
};
