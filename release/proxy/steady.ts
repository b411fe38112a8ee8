import { setTimeout as sleep } from "node:timers/promises";

import type Dockerode from "dockerode";

import { ConfigurationRefused, proxyStart, servesSince } from "../engine/proxy";
import { report } from "../progress";

const attempts = 3;
const pollMilliseconds = 250;

/** A restart starts the proxy again at once; one that stays down longer was stopped. */
const downMilliseconds = 5000;
/** How long the engine may take to notice that it has ended. */
const noticeMilliseconds = 2000;
/** While it ends what it began, or reads a large configuration. */
const restartMilliseconds = 30_000;

/**
 * Does something with the proxy that serves. When it is restarted meanwhile, by hand or by the
 * engine, waits until it serves again and does it anew; so it has to come to the same result.
 * @returns False when the proxy does not run, and nothing was done.
 */
export async function whileServing(
  docker: Dockerode,
  proxy: string,
  act: () => Promise<void>,
): Promise<boolean> {
  for (let attempt = 1; ; attempt += 1) {
    const since = await untilServing(docker, proxy);
    if (since === undefined) return false;
    try {
      await act();
      return true;
    } catch (error) {
      // Of what nginx itself has judged no restart is the reason.
      if (error instanceof ConfigurationRefused || attempt === attempts) throw error;
      if (!(await isRestarted(docker, proxy, since))) throw error;
      report("the proxy was restarted; telling it again");
    }
  }
}

/** Whether another one serves than the one that was told, or none: its processes end before the engine says so. */
async function isRestarted(docker: Dockerode, proxy: string, since: string): Promise<boolean> {
  const end = Date.now() + noticeMilliseconds;
  while ((await proxyStart(docker, proxy)) === since) {
    if (Date.now() > end) return false;
    await sleep(pollMilliseconds);
  }
  return true;
}

/** When the proxy that serves was started; undefined for one that is down. */
async function untilServing(docker: Dockerode, proxy: string): Promise<string | undefined> {
  const begun = Date.now();
  let lastUp = begun;
  for (;;) {
    const since = await servesSince(docker, proxy);
    if (since !== undefined) return since;
    if ((await proxyStart(docker, proxy)) !== undefined) lastUp = Date.now();
    const now = Date.now();
    if (now - lastUp > downMilliseconds || now - begun > restartMilliseconds) return undefined;
    await sleep(pollMilliseconds);
  }
}
