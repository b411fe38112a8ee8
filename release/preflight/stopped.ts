import { createHash } from "node:crypto";

import type Dockerode from "dockerode";

import type { PreflightContext } from "./index";

/**
 * The provider leaves starting and stopping of released containers to the release, so it does not
 * notice that one was stopped by hand. A stopped container of the release in service gives the
 * application a new repair value, which runs its release again; otherwise the value stays.
 */
export async function stoppedReleases({
  docker,
  spec,
  previous,
}: PreflightContext): Promise<Readonly<Record<string, string>>> {
  const containers = await docker.listContainers({
    all: true,
    filters: {
      label: [`palier.project=${spec.project}`, `palier.stack=${spec.stack}`, "palier.process"],
    },
  });
  const repairs = spec.applications.map(async ({ name, processes }) => {
    const current = new Set(
      processes.flatMap((process) => process.containers.map((container) => container.spec)),
    );
    const stopped = containers.filter(
      ({ State, Labels }) =>
        Labels["palier.application"] === name &&
        current.has(Labels["palier.spec"] ?? "") &&
        State !== "running",
    );
    if (stopped.length === 0) return [name, previous.repairs[name] ?? ""] as const;
    return [
      name,
      digest(await Promise.all(stopped.map(({ Id }) => stopTime(docker, Id)))),
    ] as const;
  });
  return Object.fromEntries(await Promise.all(repairs));
}

/** Two stops of one container are two reasons to start it again. */
async function stopTime(docker: Dockerode, id: string): Promise<string> {
  const { State } = await docker.getContainer(id).inspect();
  return `${id} ${State.FinishedAt}`;
}

function digest(parts: readonly string[]): string {
  return createHash("sha256")
    .update([...parts].sort().join("\n"))
    .digest("hex")
    .slice(0, 12);
}
