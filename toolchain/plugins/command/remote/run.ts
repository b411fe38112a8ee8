import type { Client, ClientChannel } from "ssh2";
import { Collector, type OnLine, type Output } from "../output";
import { signalRemote } from "./signal";
import { endOnAbort, refuseStopped, stopOf } from "../stop";

// The engine kills this plugin half a second later when it shuts down.
const LAST_WORDS_MS = 300;

/** What to run on another machine. */
export interface RemoteCommand {
  readonly text: string;
  readonly env: Readonly<Record<string, string>>;
  readonly stdin: string;
}

/**
 * Runs a command on another machine to its end.
 * @throws Error with how it ended, the command and the end of both outputs; nothing in it is redacted.
 */
export async function runRemote(
  client: Client,
  command: RemoteCommand,
  signal: AbortSignal,
  onLine: OnLine,
): Promise<Output> {
  refuseStopped(signal, command.text);
  const { channel, ended } = await start(client, command);
  const written = new Collector(onLine);
  written.collect("stdout", channel);
  written.collect("stderr", channel.stderr);
  channel.on("error", () => undefined);
  channel.end(command.stdin);
  const endGuard = endOnAbort(signal, (name) => {
    signalRemote(client, channel, name === "SIGTERM" ? "TERM" : "KILL");
    // A command that cannot be reached any more is not waited for.
    if (name === "SIGKILL") setTimeout(() => client.end(), LAST_WORDS_MS);
  });
  try {
    const ending = await ended;
    const problem = stopOf(signal) ?? ending;
    if (problem !== "") throw written.failure(problem, command.text);
    return written.output();
  } finally {
    endGuard();
  }
}

/** A command that was begun. */
interface Started {
  readonly channel: ClientChannel;
  /** See `endOf`. */
  readonly ended: Promise<string>;
}

function start(client: Client, { text, env }: RemoteCommand): Promise<Started> {
  return new Promise((resolve, reject) => {
    client.exec(text, { env: { ...env } }, (error, channel) => {
      if (error) reject(error);
      // Now and not later: the end of a quick command may arrive together with the answer to its start.
      else resolve({ channel, ended: endOf(client, channel) });
    });
  });
}

/** Resolves with an empty text on success, otherwise with how the command ended, in Go's words. */
function endOf(client: Client, channel: ClientChannel): Promise<string> {
  return new Promise((resolve) => {
    let ending =
      "the ssh connection was lost, so how the command ended is not known (it may still run)";
    channel.once("exit", (code: number | null, name?: string) => {
      if (name !== undefined) ending = `Process exited with status 128 from signal ${name}`;
      else ending = code === 0 ? "" : `Process exited with status ${String(code)}`;
    });
    const end = (): void => {
      resolve(ending);
    };
    channel.once("close", end);
    client.once("close", end);
  });
}
