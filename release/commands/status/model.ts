import type { ReleaseSpec } from "../../../spec/deployment";
import type { Actor, JournalEntry, RestoreDrill } from "../../../spec/journal";
import type { RestorePointSummary } from "../../restore-point";
import type { FoundLock } from "../lock-state";
import type { ContainersStatus, ServiceStatus } from "./containers";

/** What is known of one application. */
export interface ApplicationStatus {
  readonly name: string;
  readonly url: string;
  /** The release in service; undefined before the first one. */
  readonly inService:
    | {
        readonly release: ReleaseSpec;
        /** ISO 8601, UTC. */
        readonly since: string;
        readonly by: Actor;
      }
    | undefined;
  readonly declared: ReleaseSpec;
  /** Whether the declared release differs from the one in service. */
  readonly pending: boolean;
  /** Where users are: undefined when the proxy has not been told yet. */
  readonly users: "open" | "starting" | "maintenance" | undefined;
  /** Expected end of a maintenance, as users read it. */
  readonly until: string | undefined;
  readonly processes: readonly ContainersStatus[];
  readonly services: readonly ServiceStatus[];
  /** Newest first. */
  readonly releases: readonly JournalEntry[];
  readonly unfinished: readonly UnfinishedStatus[];
  readonly lock: FoundLock | undefined;
  /** Oldest first; undefined when the application has nothing that could be restored. */
  readonly restorePoints: readonly RestorePointSummary[] | undefined;
  /** The newest restore drill; undefined when there was none. */
  readonly lastDrill: RestoreDrill | undefined;
  /** What needs a person, one line each, with what to do. */
  readonly problems: readonly string[];
}

/** A release that is under way or was killed. */
export interface UnfinishedStatus {
  readonly id: string;
  /** Name of the last step that was begun. */
  readonly lastStep: string | undefined;
}

/** What is known of a stack. */
export interface StackStatus {
  readonly stack: string;
  readonly proxy: ServiceStatus;
  readonly applications: readonly ApplicationStatus[];
  /** Those of the applications, and what concerns all of them. */
  readonly problems: readonly string[];
}
