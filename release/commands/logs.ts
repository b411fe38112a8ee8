import { once } from "node:events";
import { PassThrough } from "node:stream";
import { createInterface } from "node:readline";

import type Dockerode from "dockerode";

import type { ApplicationSpec } from "../../spec/deployment";
import { unframe } from "../engine/logs";
import { OperationFailure, statusOf } from "../failure";
import type { CommandContext } from "./context";
import { servingContainers } from "./status/containers";

/** Which lines are wanted. */
export interface LogRequest {
  readonly application: ApplicationSpec;
  /** A process, "proxy", "database" or "cache"; all processes of the application when left out. */
  readonly process: string | undefined;
  /** Newest ones of each container. */
  readonly lines: number;
  /** Goes on until the containers end. */
  readonly follow: boolean;
}

/** A container with the name that its lines begin with. */
interface LogSource {
  readonly name: string;
  readonly container: Dockerode.Container;
}

/**
 * Shows what the containers in service wrote, in the order of time, each line behind its container's name.
 * @throws OperationFailure when there is no such process, or nothing of it runs.
 */
export async function showLogs(
  context: CommandContext,
  request: LogRequest,
  write: (line: string) => void,
): Promise<void> {
  const sources = await findSources(context, request);
  const width = Math.max(...sources.map(({ name }) => name.length));
  const print = ({ name }: LogSource, line: string): void => {
    write(`${name.padEnd(width)} | ${line}`);
  };
  if (request.follow) {
    await Promise.all(sources.map((source) => followLog(context.docker, source, request, print)));
    return;
  }
  const lines = (await Promise.all(sources.map((source) => readLog(source, request)))).flat();
  // The engine's times have one length and sort as texts; equal ones stay in order.
  lines.sort((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0));
  for (const { source, text } of lines) print(source, text);
}

async function findSources(
  { docker, spec }: CommandContext,
  { application, process }: LogRequest,
): Promise<LogSource[]> {
  const services = {
    proxy: spec.proxy.container.name,
    database: application.database?.container.name,
    cache: application.cache?.container.name,
  };
  if (process !== undefined && Object.hasOwn(services, process)) {
    const name = services[process as keyof typeof services];
    if (name !== undefined) return [{ name: process, container: docker.getContainer(name) }];
  }
  const names = application.processes.map(({ name }) => name);
  if (process !== undefined && !names.includes(process)) {
    const known = [...names, ...Object.keys(services)].join(", ");
    throw new OperationFailure(
      `${application.name} has no process "${process}"; known are: ${known}.`,
    );
  }
  const serving = await servingContainers(docker, spec.stack, application.name);
  const sources = serving
    .filter(
      ({ Config }) =>
        (process ?? Config.Labels["palier.process"]) === Config.Labels["palier.process"],
    )
    .map(({ Id, Name }) => ({ name: Name.slice(1), container: docker.getContainer(Id) }));
  if (sources.length > 0) return sources;
  throw new OperationFailure(
    `No container of ${process ?? application.name} is in service: see make status STACK=${spec.stack}.`,
  );
}

interface LogLine {
  readonly source: LogSource;
  readonly at: string;
  readonly text: string;
}

async function readLog(source: LogSource, { lines }: LogRequest): Promise<LogLine[]> {
  const options = { stdout: true, stderr: true, tail: lines, timestamps: true } as const;
  const raw = await existing(source, source.container.logs({ ...options, follow: false }));
  return unframe(raw)
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const space = line.indexOf(" ");
      return { source, at: line.slice(0, space), text: line.slice(space + 1).trimEnd() };
    });
}

async function followLog(
  docker: Dockerode,
  source: LogSource,
  { lines }: LogRequest,
  print: (source: LogSource, line: string) => void,
): Promise<void> {
  const options = { stdout: true, stderr: true, tail: lines } as const;
  const stream = await existing(source, source.container.logs({ ...options, follow: true }));
  const text = new PassThrough();
  docker.modem.demuxStream(stream, text, text);
  stream.once("end", () => text.end());
  const reader = createInterface({ input: text });
  reader.on("line", (line) => {
    print(source, line.trimEnd());
  });
  await once(reader, "close");
  print(source, "(ended)");
}

async function existing<Result>({ name }: LogSource, asked: Promise<Result>): Promise<Result> {
  try {
    return await asked;
  } catch (error) {
    if (statusOf(error) !== 404) throw error;
    throw new OperationFailure(`The container of ${name} is not on the engine: run make up.`);
  }
}
