import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import type { OneOffContainer } from "../../spec/container";
import type { RestorableDatabase, RestorePointSpec } from "../../spec/lifecycle";
import { runOneOff } from "../engine/one-off";
import { OperationFailure, statusOf } from "../failure";
import type { RestorePointContext } from "./types";

/** What the tools container can be asked. */
export type ToolCommand =
  "measure" | "take" | "check" | "load" | "digest" | "recorded" | "compare" | "list" | "remove";

/** Those that write: never two of them at once, because releases of an application are not either. */
const writers: readonly ToolCommand[] = ["take", "check", "load", "remove"];

const evidenceLines = 15;

/** A container of a reader that is older was left behind by a process that was killed. */
const leftoverSeconds = 600;

/** A request to the tools container. */
export interface ToolRequest {
  readonly command: ToolCommand;
  /** What was to be done, for the failure: "Restore point x of y cannot be taken". */
  readonly failure: string;
  /** Variables beside those of the specification; never a secret. */
  readonly environment?: Readonly<Record<string, string>>;
}

/**
 * Runs a command in the tools container.
 * @returns Its answer, parsed.
 * @throws OperationFailure in one line, with the last lines as evidence; the reason of `signal` when that fired.
 */
export async function askTools(
  { docker, signal }: RestorePointContext,
  spec: RestorePointSpec,
  { command, failure, environment = {} }: ToolRequest,
): Promise<unknown> {
  const name = `${spec.volume.name}-${writers.includes(command) ? "tools" : randomBytes(4).toString("hex")}`;
  await removeLeftovers(docker, spec, writers.includes(command) ? name : undefined);
  signal.throwIfAborted();
  const result = await runOneOff(docker, name, container(spec, command, environment), {
    timeoutSeconds: spec.timeoutSeconds,
    signal,
  });
  signal.throwIfAborted();
  if (result.exitCode === 0) return JSON.parse(result.stdout);
  const lines = result.output.split("\n").filter((line) => line !== "");
  const reasons = lines.filter((line) => line.startsWith(reasonPrefix));
  const reason = result.timedOut
    ? `it was stopped after ${spec.timeoutSeconds} s`
    : (reasons.at(-1)?.slice(reasonPrefix.length) ?? ending(result.exitCode));
  const evidence = lines.filter((line) => !reasons.includes(line)).slice(-evidenceLines);
  throw new OperationFailure(`${failure}: ${reason}.`, evidence);
}

const reasonPrefix = "failure: ";

function ending(exitCode: number): string {
  return exitCode === 137
    ? "its container was killed, by hand or because it ran out of memory"
    : `the tools ended with exit code ${exitCode}`;
}

/** The tools container with its script, which has to be of this very version and so comes with the command. */
function container(
  spec: RestorePointSpec,
  command: ToolCommand,
  environment: Readonly<Record<string, string>>,
): OneOffContainer {
  const values = { ...variables(spec), ...environment };
  return {
    ...spec.tools,
    entrypoint: ["/bin/bash", "-c"],
    command: [script(spec.database, command), `palier-${command}`],
    environment: [
      ...spec.tools.environment,
      ...Object.entries(values).map(([name, value]) => `${name}=${value}`),
    ],
  };
}

function variables({ database, folder, volumes }: RestorePointSpec): Record<string, string> {
  const files = {
    RESTORE_POINTS: folder,
    VOLUMES: JSON.stringify(
      volumes.map(({ name, folder: path, excludes }) => ({ name, folder: path, excludes })),
    ),
  };
  if (database === undefined) return files;
  const { connection, passwordFile } = database;
  return {
    ...files,
    DATABASE_HOST: connection.host,
    DATABASE_PORT: String(connection.port),
    DATABASE_NAME: connection.name,
    DATABASE_USER: connection.user,
    DATABASE_PASSWORD_FILE: passwordFile,
  };
}

function script(database: RestorableDatabase | undefined, command: ToolCommand): string {
  return ["common", "facts", "files", databaseScript(database), command].map(part).join("\n");
}

function databaseScript(database: RestorableDatabase | undefined): string {
  switch (database?.engine) {
    case undefined:
      return "no-database";
    case "postgresql":
      return "postgresql";
    case "mariadb":
    case "mysql":
      return "mariadb";
  }
}

function part(name: string): string {
  return readFileSync(join(__dirname, "tools", `${name}.sh`), "utf8");
}

/**
 * Removes what killed processes left behind: the writer of this name, at work or not, because all that
 * it does can be cut short and done again; readers that ended long ago.
 */
async function removeLeftovers(
  docker: RestorePointContext["docker"],
  { volume }: RestorePointSpec,
  writer: string | undefined,
): Promise<void> {
  const latest = Date.now() / 1000 - leftoverSeconds;
  const all = await docker.listContainers({
    all: true,
    filters: { volume: [volume.name] },
  });
  for (const { Id, Names, Created, State } of all) {
    const old = State !== "running" && Created < latest;
    if (!old && !Names.some((name) => name.slice(1) === writer)) continue;
    try {
      await docker.getContainer(Id).remove({ force: true, v: true });
    } catch (error) {
      // Gone, or going.
      if (statusOf(error) !== 404 && statusOf(error) !== 409) throw error;
    }
  }
}
