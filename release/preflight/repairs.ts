import { createHash } from "node:crypto";

import type { ApplicationSpec, DeploymentSpec } from "../../spec/deployment";
import { filledVolumes } from "../../spec/volumes";
import type { PreflightContext } from "./index";
import { findLocks } from "./locks";

/**
 * What the provider cannot notice by itself, by application and for the proxy: a released container
 * that was stopped by hand, because starting and stopping is the release's business, a volume that
 * comes back empty under the name that it had, and a release that was killed. Each gives its owner a new repair value, which
 * runs the operations of that owner again; otherwise the value stays.
 */
export async function findRepairs(
  context: PreflightContext,
): Promise<Readonly<Record<string, string>>> {
  const { spec, previous } = context;
  const [stopped, lost, locks] = await Promise.all([
    stoppedContainers(context),
    lostVolumes(context),
    findLocks(context),
  ]);
  const proxy = lost.filter((name) => name === spec.proxy.configurationVolume.name);
  const owners: [string, string[]][] = [
    ["proxy", proxy],
    ...spec.applications.map((application): [string, string[]] => [
      application.name,
      // Where users are sent is written in the proxy's volume.
      [
        ...proxy,
        ...reasons(application, stopped, lost),
        ...locks.left.filter((lock) => lock.application === application.name).map(({ id }) => id),
      ],
    ]),
  ];
  return Object.fromEntries(
    owners.map(([owner, found]) => {
      const before = previous.repairs[owner] ?? "";
      return [owner, found.length === 0 ? before : digest([before, ...found.sort()])];
    }),
  );
}

function reasons(
  application: ApplicationSpec,
  stopped: readonly StoppedContainer[],
  lost: readonly string[],
): string[] {
  const current = new Set(
    application.processes.flatMap((process) => process.containers.map(({ spec }) => spec)),
  );
  const own = new Set(filledVolumes(application));
  return [
    ...stopped
      .filter(({ owner, spec }) => owner === application.name && current.has(spec))
      .map(({ id, stoppedAt }) => `${id} ${stoppedAt}`),
    ...lost.filter((name) => own.has(name)),
  ];
}

/** A container of a release that does not run. Two stops of one container are two reasons to start it again. */
interface StoppedContainer {
  readonly id: string;
  readonly owner: string;
  readonly spec: string;
  readonly stoppedAt: string;
}

async function stoppedContainers({ docker, spec }: PreflightContext): Promise<StoppedContainer[]> {
  const containers = await docker.listContainers({
    all: true,
    filters: {
      label: [`palier.project=${spec.project}`, `palier.stack=${spec.stack}`, "palier.process"],
    },
  });
  return Promise.all(
    containers
      // The engine itself brings back one that ended; only who was stopped stays down.
      .filter(({ State }) => State !== "running" && State !== "restarting")
      .map(async ({ Id, Labels }) => ({
        id: Id,
        owner: Labels["palier.application"] ?? "",
        spec: Labels["palier.spec"] ?? "",
        stoppedAt: (await docker.getContainer(Id).inspect()).State.FinishedAt,
      })),
  );
}

/** Volumes that the last complete update filled and the engine has no more. */
async function lostVolumes({ docker, spec, previous }: PreflightContext): Promise<string[]> {
  const { Volumes } = await docker.listVolumes();
  const there = new Set(Volumes.map(({ Name }) => Name));
  return stackVolumes(spec).filter((name) => previous.volumes.includes(name) && !there.has(name));
}

function stackVolumes({ proxy, applications }: DeploymentSpec): string[] {
  return [proxy.configurationVolume.name, ...applications.flatMap(filledVolumes)];
}

function digest(parts: readonly string[]): string {
  return createHash("sha256").update(parts.join("\n")).digest("hex").slice(0, 12);
}
