import type Dockerode from "dockerode";

/** Whose restore points are meant, and on which engine. */
export interface RestorePointContext {
  readonly docker: Dockerode;
  readonly stack: string;
  readonly application: string;
  /** Ends what is going on, putting a restore point back excepted. */
  readonly signal: AbortSignal;
}

/** What people are told of a complete restore point. */
export interface RestorePointSummary {
  readonly id: string;
  /** ISO 8601, UTC, to the second. */
  readonly createdAt: string;
  readonly application: string;
  /** Pinned image that was in service. */
  readonly image: string;
  readonly version: string;
  /** Size on disk. */
  readonly bytes: number;
  readonly tables: number;
  /** Rows of all tables together. */
  readonly rows: number;
  /** Files of all volumes together. */
  readonly files: number;
}

/** What is in service when a restore point is taken. */
export interface ReleaseInService {
  readonly image: string;
  readonly version: string;
}

/** Space for taking a restore point and for putting it back, where it is scarcest; bytes. */
export interface SpaceMeasure {
  readonly neededBytes: number;
  readonly freeBytes: number;
}

/** The content of a table: rows and a sum over their digests, whatever their order. */
export interface TableDigest {
  readonly table: string;
  readonly rows: number;
  readonly digest: string;
}

/** The content of a volume: times are not part of it. */
export interface VolumeDigest {
  readonly name: string;
  readonly files: number;
  readonly bytes: number;
  readonly digest: string;
}

/** All that a restore point would hold, small enough to compare. */
export interface DataDigest {
  /** Sorted by name; "large objects" is among them on PostgreSQL. */
  readonly tables: readonly TableDigest[];
  /** Where numbering goes on, sorted by name. */
  readonly sequences: readonly { readonly sequence: string; readonly value: string }[];
  /** Of all definitions: tables, indexes, views, functions, rights. */
  readonly schema: string;
  readonly volumes: readonly VolumeDigest[];
}

/** A table as it was recorded while users could write. */
export type RecordedTable =
  | TableDigest
  /** It may have changed while it was saved: nobody knows what the copy has to hold. */
  | { readonly table: string; readonly changing: true };

/** What a restore point has to hold, as it was recorded when it was taken from an application that serves. */
export type RecordedDigest = Omit<DataDigest, "tables"> & {
  readonly tables: readonly RecordedTable[];
};

/** A table then and now; `table` is "files of <volume>" for a volume, whose files are counted. */
export interface TableChange {
  readonly table: string;
  readonly before: number;
  readonly now: number;
  readonly changed: boolean;
}
