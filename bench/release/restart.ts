import { setTimeout as sleep } from "node:timers/promises";

import { containersNamed, docker } from "../../test/e2e/support/engine";
import type { BenchSite } from "./site";

/** How long to wait for a restarted container, in milliseconds. */
const limit = 120_000;

/** Milliseconds that a plain restart of the web container took. */
export interface Restarted {
  /** Until the engine called it healthy. */
  readonly healthy: number;
  /** Until a visitor got an answer again. */
  readonly answers: number;
}

/** What `docker restart` of the web container takes, without anything of Palier. */
export async function restartWeb({ site, visitor }: BenchSite): Promise<Restarted> {
  const [web] = await containersNamed(site.stack, "web");
  if (web === undefined) throw new Error("no web container runs");
  const container = docker.getContainer(web.id);
  const began = Date.now();
  await container.restart();
  const started = Date.now();
  for (;;) {
    const { State } = await container.inspect();
    if (State.Health?.Status === "healthy") break;
    if (Date.now() - began > limit) throw new Error("the web container does not become healthy");
    await sleep(50);
  }
  const healthy = Date.now() - began;
  // The visitor may be about to look.
  await sleep(1000);
  return { healthy, answers: visitor.firstAnswer(started) - began };
}
