/**
 * What can go wrong with one operation of a migration:
 * - `irreversible`: nothing undoes it but a restore point
 * - `drops-data`: a table or a column goes away with what it holds
 * - `renames`: the code in service no longer finds a table or a column
 * - `requires-value`: rows written by the code in service would be refused
 * - `opaque`: a program or raw SQL, which only a person can judge
 */
export type MigrationRisk = "irreversible" | "drops-data" | "renames" | "requires-value" | "opaque";

/** One operation of a migration, in the framework's own words. */
export interface PlannedOperation {
  readonly description: string;
  readonly risks: readonly MigrationRisk[];
}

/** A migration that the database has not seen. */
export interface PlannedMigration {
  /** Name that is unique in the application, for example "exams.0004_copy_pages". */
  readonly id: string;
  /** Whether a failure in its middle leaves nothing behind. */
  readonly atomic: boolean;
  /** Whether the framework can take it back. */
  readonly reversible: boolean;
  readonly operations: readonly PlannedOperation[];
  /** Statements that it will run, as far as they are known beforehand. */
  readonly sql: readonly string[];
}

/** What an image would do to the database that it finds. */
export interface MigrationPlan {
  /** Whether no migration was ever applied: a new database, in which nothing can be lost. */
  readonly empty: boolean;
  /** In the order in which they will run. */
  readonly pending: readonly PlannedMigration[];
  /** Migrations of the database that the image does not have: it is older than the data. */
  readonly unknown: readonly string[];
}

/** Consent to one plan of one image, kept in Git (`releases/<application>/<digest>.yaml`). */
export interface MigrationApproval {
  /** Path of the file, for messages. */
  readonly file: string;
  /** Hash of the file: the same approval is never used twice. */
  readonly id: string;
  /** Whether Git has the file as it is; taken for so where there is no checkout to ask. */
  readonly committed: boolean;
  /** Hash of exactly the plan that was read, "sha256:…". */
  readonly plan: string;
  readonly approvedBy: string;
  /** ISO 8601. */
  readonly approvedAt: string;
  readonly reason: string;
  /** Operations with risks that were read and accepted, as `<migration>: <operation>`. */
  readonly acknowledged: readonly string[];
}

/** A release asks for going back to the one before it. */
export type RollbackMethod =
  /** No migration lies between the two. */
  | "code"
  /** The migrations of the release in service are taken back, with its own image. */
  | "revert"
  /** The restore point that was taken before it is put back; what was written since is lost. */
  | "restore-point";
