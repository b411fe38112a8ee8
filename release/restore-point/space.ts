import type { RestorePointSpec } from "../../spec/lifecycle";
import { execute } from "../engine/exec";
import { OperationFailure } from "../failure";
import { askTools } from "./tools";
import type { RestorePointContext, SpaceMeasure } from "./types";

const mebibyte = 1024 * 1024;

/** Room for what grows while a restore point is taken. */
const margin = { factor: 1.1, bytes: 64 * mebibyte };

/**
 * Measures whether a restore point can be taken and put back, and finds out what would stop it. Asked
 * before anything of a release starts.
 * @throws OperationFailure when the database does not answer or the tools are too old for it.
 */
export async function measureSpace(
  context: RestorePointContext,
  spec: RestorePointSpec,
): Promise<SpaceMeasure> {
  const measured = await measureData(context, spec);
  const copy = Math.ceil((measured.database + measured.volumes) * margin.factor) + margin.bytes;
  const server = await databaseSpace(context, spec);
  // The database is loaded beside the one in service before they are exchanged.
  if (server === undefined) return { neededBytes: copy, freeBytes: measured.free };
  if (server.device === measured.device) {
    return {
      neededBytes: copy + measured.database,
      freeBytes: Math.min(measured.free, server.free),
    };
  }
  const beside = { neededBytes: measured.database + margin.bytes, freeBytes: server.free };
  return copy - measured.free > beside.neededBytes - beside.freeBytes
    ? { neededBytes: copy, freeBytes: measured.free }
    : beside;
}

/** Sizes of database and files, and what is free in the folder of the restore points; bytes. */
export interface DataMeasure {
  readonly database: number;
  readonly volumes: number;
  readonly free: number;
  /** Number of that folder's file system. */
  readonly device: string;
}

/**
 * Measures what a restore point would hold, and finds out what would stop the tools.
 * @throws OperationFailure when the database does not answer or the tools are too old for it.
 */
export async function measureData(
  context: RestorePointContext,
  spec: RestorePointSpec,
): Promise<DataMeasure> {
  return (await askTools(context, spec, {
    command: "measure",
    failure: `No restore point of ${context.application} can be taken`,
  })) as DataMeasure;
}

/** Free bytes where the server keeps its data, and the file system's number; undefined without a database. */
async function databaseSpace(
  { docker }: RestorePointContext,
  { database }: RestorePointSpec,
): Promise<{ readonly free: number; readonly device: string } | undefined> {
  if (database === undefined) return undefined;
  const container = docker.getContainer(database.container);
  const { Mounts } = await container.inspect();
  const data = Mounts.find(({ RW, Type }) => RW && Type === "volume");
  if (data === undefined) return undefined;
  const [space, device] = await Promise.all([
    execute(container, ["df", "-B1", "--output=avail", data.Destination]),
    execute(container, ["stat", "-c", "%d", data.Destination]),
  ]);
  const free = Number(space.output.split("\n").at(-1));
  if (space.exitCode !== 0 || device.exitCode !== 0 || !Number.isFinite(free)) {
    throw new OperationFailure(
      `The free space of the container ${database.container} cannot be measured.`,
      [...space.output.split("\n"), ...device.output.split("\n")],
    );
  }
  return { free, device: device.output };
}
