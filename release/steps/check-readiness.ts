import { setTimeout as sleep } from "node:timers/promises";

import { execute } from "../engine/exec";
import { lastLines } from "../engine/logs";
import { OperationFailure } from "../failure";
import type { ReleaseStep } from "./step";

const attempts = 10;
const pauseMilliseconds = 1000;

/**
 * Asks every new web container for readiness (database, cache, storage) from the proxy's place in
 * the network, with the headers that the proxy sends: what a health check inside cannot see.
 */
export const checkReadiness: ReleaseStep = {
  title: "asking the new web processes for readiness",
  async run({ docker, input, signal }) {
    const { host, port, path } = input.readiness;
    const proxy = docker.getContainer(input.proxy.container);
    for (const id of input.processes.find(({ kind }) => kind === "web")?.containers ?? []) {
      const container = docker.getContainer(id);
      const name = (await container.inspect()).Name.slice(1);
      for (let attempt = 1; ; attempt += 1) {
        signal.throwIfAborted();
        const { exitCode, output } = await execute(proxy, [
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
          `http://${name}:${port}${path}`,
        ]);
        if (exitCode === 0) break;
        if (attempt === attempts) {
          throw new OperationFailure(
            `Container ${name} is healthy but not ready: ${path} answered ${output.slice(0, 300)}`,
            await lastLines(container, 10),
          );
        }
        await sleep(pauseMilliseconds);
      }
    }
  },
};
