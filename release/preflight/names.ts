import type { DeploymentSpec } from "../../spec/deployment";
import type { PreflightContext } from "./index";

/** An object of the engine with a name that the stack wants. */
interface NamedObject {
  readonly kind: "container" | "network" | "volume";
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** Objects that have a name of ours but are not in this stack's state: never adopted, never removed. */
export async function foreignNames(context: PreflightContext): Promise<string[]> {
  const { spec, previous } = context;
  const wanted = wantedNames(spec);
  const found = (await existingObjects(context)).filter(
    ({ kind, name }) => wanted[kind].has(name) && !previous.names.has(name),
  );
  const lost = found.filter((object) => isOurs(object, spec) && !isRestored(object, context));
  const foreign = found.filter((object) => !isOurs(object, spec));
  return [...describeLost(lost, spec), ...foreign.map(describeForeign)];
}

function isOurs({ labels }: NamedObject, { project, stack }: DeploymentSpec): boolean {
  return labels["palier.project"] === project && labels["palier.stack"] === stack;
}

/** A data volume that a refresh had found gone is no longer in the state when it was put back by hand. */
function isRestored({ kind, name }: NamedObject, { previous }: PreflightContext): boolean {
  return kind === "volume" && previous.dataVolumes.includes(name);
}

/** One line for all of them: they have one cause. */
function describeLost(lost: readonly NamedObject[], { stack }: DeploymentSpec): string[] {
  if (lost.length === 0) return [];
  const names = lost.map(({ kind, name }) => `${kind} ${name}`).join(", ");
  return [
    `A stack "${stack}" whose state is not this one is on the engine already (${names}): ` +
      "run make down where it was deployed from, or bring its state back; nothing was changed.",
  ];
}

function describeForeign({ kind, name }: NamedObject): string {
  return (
    `The ${kind} ${name} exists already and is not Palier's: ` +
    "rename or remove it, or give the application another name; nothing was changed."
  );
}

function wantedNames(spec: DeploymentSpec): Record<NamedObject["kind"], ReadonlySet<string>> {
  const services = spec.applications.flatMap(({ database, cache }) =>
    [database, cache].filter((service) => service !== undefined),
  );
  const containers = [spec.proxy.container, ...services.map(({ container }) => container)];
  return {
    container: new Set(containers.flatMap(({ name }) => name ?? [])),
    network: new Set([spec.edge.name, ...spec.applications.map(({ network }) => network.name)]),
    volume: new Set([
      spec.proxy.configurationVolume.name,
      ...services.flatMap(({ volume, files }) => [
        volume.name,
        ...files.map((file) => file.volume),
      ]),
      ...spec.applications.flatMap(({ volumes, files }) => [
        files.volume,
        ...volumes.map(({ name }) => name),
      ]),
    ]),
  };
}

async function existingObjects({ docker }: PreflightContext): Promise<NamedObject[]> {
  const [containers, networks, volumes] = await Promise.all([
    docker.listContainers({ all: true }),
    docker.listNetworks(),
    docker.listVolumes(),
  ]);
  return [
    ...containers.flatMap(({ Names, Labels }) =>
      Names.map((name) => ({ kind: "container" as const, name: name.slice(1), labels: Labels })),
    ),
    ...networks.map(({ Name, Labels }) => toObject("network", Name, Labels)),
    ...volumes.Volumes.map(({ Name, Labels }) => toObject("volume", Name, Labels)),
  ];
}

/** The engine answers null, not an empty record, for an object without labels. */
function toObject(
  kind: NamedObject["kind"],
  name: string,
  labels: Readonly<Record<string, string>> | null | undefined,
): NamedObject {
  return { kind, name, labels: labels ?? {} };
}
