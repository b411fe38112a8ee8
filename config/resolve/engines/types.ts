import type { HealthCheckSpec } from "../../../spec/container";
import type { FileSpec } from "../../../spec/files";
import type { DatabaseConnection } from "../../../spec/deployment";

/** What an engine's files and variables are made from. */
export interface EngineInput {
  /** Major version. */
  readonly version: string;
  /** Memory limit of the container in MiB. */
  readonly memory: number;
  readonly connection: Pick<DatabaseConnection, "name" | "user">;
  /** Paths of the password files inside the container. */
  readonly passwordFiles: { readonly superuser: string; readonly application: string };
  /** Where `configurationFiles` are mounted. */
  readonly configurationFolder: string;
}

/** How long one statement of a session may wait for a lock, and how long it may run. */
export interface SessionLimits {
  readonly lockSeconds: number;
  readonly statementSeconds: number;
}

/** One database engine: a row of the table, pure data and pure functions. */
export interface DatabaseEngine {
  /** Major versions that were tried, oldest first. */
  readonly versions: readonly string[];
  /** Taken when the stack does not choose; raising it would upgrade running databases, so it stays. */
  readonly defaultVersion: string;
  readonly port: number;
  /** Numeric user of the official image and of the project's own. */
  readonly user: { readonly uid: number; readonly gid: number };
  /** Smallest memory in MiB that the server works with. */
  readonly minimumMemory: number;
  /** Folder that the data volume is mounted at: it moved with a major version of the image. */
  readonly dataFolder: (version: string) => string;
  readonly initFolder: string;
  /** Names of database and role that the server keeps for itself. */
  readonly reserved: (name: string) => boolean;
  readonly command: (input: EngineInput) => readonly string[];
  /** `NAME=value`, sorted; passwords are paths of files. */
  readonly environment: (input: EngineInput) => readonly string[];
  readonly configurationFiles: (input: EngineInput) => readonly FileSpec[];
  /** Run once, when the data volume is empty. */
  readonly initFiles: (input: EngineInput) => readonly FileSpec[];
  readonly tmpfs: (memory: number) => Readonly<Record<string, string>>;
  readonly healthCheck: HealthCheckSpec;
  /** Variables, `NAME=value`, by which the engine's own clients limit their sessions; none when left out. */
  readonly sessionLimits?: (limits: SessionLimits) => readonly string[];
  readonly stopSignal: string;
  readonly stopGraceSeconds: number;
}
