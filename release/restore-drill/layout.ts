import type { MountSpec, OneOffContainer } from "../../spec/container";
import type { DatabaseSpec } from "../../spec/deployment";
import type { RestorePointSpec } from "../../spec/lifecycle";
import type { LockHolder } from "../lock";

/** Label that everything of a drill has; its value says whose drill it is. */
export const drillLabel = "palier.drill";

/** Whose drill it is. */
export interface DrillOwner {
  readonly project: string;
  readonly stack: string;
  readonly application: string;
}

/** Names and labels of everything that a drill makes. */
export interface DrillLayout {
  /** Of the container that stands for the drill, and what all other names begin with. */
  readonly base: string;
  readonly network: string;
  /** Volume of the drill's own restore point. */
  readonly points: string;
  /** Container of the throwaway database server. */
  readonly server: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** The names are the same each time, so that a drill finds what a killed one left. */
export function drillLayout(owner: DrillOwner, holder: LockHolder): DrillLayout {
  const { project, stack, application } = owner;
  const base = `${project}-${stack}-${application}-restore-drill`;
  return {
    base,
    network: `${base}-network`,
    points: `${base}-points`,
    server: `${base}-database`,
    labels: {
      "palier.project": project,
      "palier.stack": stack,
      "palier.application": application,
      "palier.component": "restore-drill",
      [drillLabel]: JSON.stringify(holder),
    },
  };
}

/**
 * Measures without a volume of its own, in the engine's own storage: that is where volumes will be,
 * and asking for one would make it.
 */
export function measuringSpec(spec: RestorePointSpec, layout: DrillLayout): RestorePointSpec {
  const mounts = spec.tools.mounts.filter(({ source }) => source !== spec.volume.name);
  return { ...ownTools(spec, layout, mounts.map(readOnly)), folder: "/" };
}

/** Takes the restore point of what runs into the drill's volume; what runs is only read. */
export function takingSpec(spec: RestorePointSpec, layout: DrillLayout): RestorePointSpec {
  const mounts = spec.tools.mounts.map((mount) =>
    mount.source === spec.volume.name ? { ...mount, source: layout.points } : readOnly(mount),
  );
  return ownTools(spec, layout, mounts);
}

/**
 * Puts it back into the drill's own volumes and server. On the drill's network the server has the
 * name that the application's has on its own, so that nothing else differs.
 */
export function restoringSpec(spec: RestorePointSpec, layout: DrillLayout): RestorePointSpec {
  const mounts = spec.tools.mounts.map((mount) => ({
    ...mount,
    source: mount.source === spec.volume.name ? layout.points : copyOf(layout, mount),
  }));
  const own = ownTools(spec, layout, mounts);
  const networks = [{ network: layout.network, aliases: [] }];
  return {
    ...own,
    tools: { ...own.tools, networks },
    database: spec.database && { ...spec.database, container: layout.server },
  };
}

/** The throwaway server: declared as the application's, of the image that runs, with its own volumes. */
export function serverContainer(
  { container }: DatabaseSpec,
  image: string,
  layout: DrillLayout,
): OneOffContainer {
  const [first] = container.networks;
  return {
    ...container,
    image,
    mounts: container.mounts.map((mount) => ({ ...mount, source: serverCopyOf(layout, mount) })),
    networks: [{ network: layout.network, aliases: first?.aliases ?? [] }],
    labels: layout.labels,
  };
}

/** The drill's volume in the place of one of the application's, by where the tools have it. */
export function copyOf({ base }: DrillLayout, { target }: MountSpec): string {
  return `${base}${dashed(target)}`;
}

/** The same for the server, which has volumes at the same places. */
export function serverCopyOf({ server }: DrillLayout, { target }: MountSpec): string {
  return `${server}${dashed(target)}`;
}

function ownTools(
  spec: RestorePointSpec,
  { points, labels }: DrillLayout,
  mounts: readonly MountSpec[],
): RestorePointSpec {
  const volume = { ...spec.volume, name: points, labels };
  return { ...spec, volume, tools: { ...spec.tools, mounts, labels } };
}

function readOnly(mount: MountSpec): MountSpec {
  return { ...mount, readOnly: true };
}

function dashed(path: string): string {
  return path.replaceAll(/[^A-Za-z0-9]+/g, "-");
}
