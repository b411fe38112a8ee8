import { setTimeout as sleep } from "node:timers/promises";

import type { SmokeTestSpec } from "../../spec/lifecycle";
import type { ApplicationContext } from "../context";
import { executeWithInput } from "../engine/exec-input";
import { parseAnswer, type SmokeAnswer } from "./answer";

/** How often a server that is not ready may be asked again, by all tests together. */
export interface Patience {
  pauses: number;
}

/** Who is asked, from the proxy's place in the network. */
export interface SmokeTarget {
  /** Container that the question is asked from. */
  readonly proxy: string;
  /** Container that answers: one of the application, or the proxy itself. */
  readonly container: string;
  readonly port: number;
  /** Host name under which users know the application. */
  readonly host: string;
  /** Version that has to answer. */
  readonly version: string;
}

/** A request header that nobody may see on the way. */
export interface SmokeCookie {
  readonly name: string;
  readonly value: string;
}

/** An answer, or the reason why there is none. */
export type Asked = SmokeAnswer | { readonly missing: string };

const pauseMilliseconds = 1000;
const answerSeconds = 20;
const connectSeconds = 5;
const maximumBody = 1024 * 1024;

/** Room for headers, and for the engine's framing of the stream. */
const overhead = 256 * 1024;

/** What servers answer while what they need is not there yet. */
const unready = [502, 503, 504];

/** How curl ends when a name or a connection failed; a server that takes too long is not asked again. */
const connectionFailures = [5, 6, 7, 35, 52, 56];

/**
 * Asks for a path. After a connection that failed and an answer of a server that is not ready it
 * asks again while the patience lasts; wrong content is never asked for again.
 * @param cookie Asks through the proxy over TLS, with this cookie; left out, asks the container.
 */
export async function ask(
  context: ApplicationContext,
  target: SmokeTarget,
  { path, status }: Pick<SmokeTestSpec, "path" | "status">,
  patience: Patience,
  cookie?: SmokeCookie,
): Promise<Asked> {
  const options = cookie === undefined ? direct(target, path) : throughProxy(target, path, cookie);
  for (;;) {
    const asked = await askOnce(context, target, options);
    const again =
      "missing" in asked
        ? asked.connectionFailed
        : unready.includes(asked.status) && asked.status !== status;
    if (!again || patience.pauses === 0) return asked;
    patience.pauses -= 1;
    await sleep(pauseMilliseconds, undefined, { signal: context.signal });
  }
}

async function askOnce(
  { docker, signal }: ApplicationContext,
  { proxy }: SmokeTarget,
  options: readonly string[],
): Promise<SmokeAnswer | { readonly missing: string; readonly connectionFailed: boolean }> {
  // All options by standard input: a command line is there for every process on the host to read.
  const { exitCode, stdout, stderr } = await executeWithInput(
    docker.getContainer(proxy),
    ["curl", "-q", "--config", "-"],
    {
      input: [...common, ...options, ""].join("\n"),
      timeoutMilliseconds: (answerSeconds + connectSeconds) * 1000,
      maximumBytes: maximumBody + overhead,
      signal,
    },
  );
  const answer = parseAnswer(stdout);
  if (answer !== undefined && exitCode === 0) return answer;
  const missing =
    stdout.length > maximumBody
      ? `it is longer than ${maximumBody / 1024 / 1024} MiB`
      : (/^curl: .*/m.exec(stderr)?.[0] ?? `curl ended with ${exitCode}`);
  return { missing, connectionFailed: connectionFailures.includes(exitCode) };
}

const common = [
  "silent",
  "show-error",
  "include",
  "path-as-is",
  'noproxy = "*"',
  `connect-timeout = ${connectSeconds}`,
  `max-time = ${answerSeconds}`,
  `max-filesize = ${maximumBody}`,
];

/** As the proxy asks: without the header that says HTTPS, an application would redirect to it. */
function direct({ container, port, host }: SmokeTarget, path: string): string[] {
  return [
    option("url", `http://${container}:${port}${path}`),
    option("header", `Host: ${host}`),
    option("header", "X-Forwarded-Proto: https"),
  ];
}

function throughProxy({ port, host }: SmokeTarget, path: string, cookie: SmokeCookie): string[] {
  return [
    option("url", `https://${host}:${port}${path}`),
    option("resolve", `${host}:${port}:127.0.0.1`),
    option("cookie", `${cookie.name}=${cookie.value}`),
    // The question never leaves the container, and whether browsers trust the certificate is another one.
    "insecure",
  ];
}

function option(name: string, value: string): string {
  return `${name} = "${value.replace(/[\\"]/g, "\\$&")}"`;
}
