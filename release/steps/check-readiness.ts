import { setTimeout as sleep } from "node:timers/promises";

import type Dockerode from "dockerode";
import { z } from "zod";

import { execute } from "../engine/exec";
import { lastLines } from "../engine/logs";
import { OperationFailure } from "../failure";
import type { TransactionContext } from "../transaction/context";
import { defineStep } from "../transaction/step";
import { allEnded, newContainers } from "./containers";

const attempts = 10;
const pauseMilliseconds = 1000;

/**
 * Asks every new web container for readiness (database, cache, storage) from the proxy's place in
 * the network, with the headers that the proxy sends: what a health check inside cannot see.
 */
export const checkReadiness = defineStep({
  name: "readiness",
  title: "asking the new web processes for readiness",
  facts: z.object({}),
  look: () => Promise.resolve({}),
  run: async (context) => {
    const { containers } = newContainers(context, ["web"]);
    await allEnded(containers.map(({ id }) => check(context, context.docker.getContainer(id))));
  },
});

async function check(context: TransactionContext, container: Dockerode.Container): Promise<void> {
  const { docker, input, signal } = context;
  const proxy = docker.getContainer(input.proxy.container);
  const name = (await container.inspect()).Name.slice(1);
  for (let attempt = 1; ; attempt += 1) {
    signal.throwIfAborted();
    const { exitCode, output } = await execute(proxy, question(context, name));
    if (exitCode === 0) return;
    if (attempt === attempts) {
      throw new OperationFailure(
        `Container ${name} is healthy but not ready: ${input.readiness.path} answered ${output.slice(0, 300)}`,
        await lastLines(container, 10),
      );
    }
    await sleep(pauseMilliseconds);
  }
}

function question({ input }: TransactionContext, container: string): string[] {
  const { host, port, path } = input.readiness;
  return [
    "curl",
    "--silent",
    "--show-error",
    "--fail-with-body",
    "--max-time",
    "10",
    "--header",
    `Host: ${host}`,
    "--header",
    "X-Forwarded-Proto: https",
    `http://${container}:${port}${path}`,
  ];
}
