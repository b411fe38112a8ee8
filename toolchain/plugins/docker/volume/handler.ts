import type Dockerode from "dockerode";

import { statusOf } from "../../../engine";
import { UNKNOWN } from "../../base/resource";
import type { Properties, ResourceHandler } from "../../base/resource";
import { mapProperty, prune, sorted, withDefaults } from "../canonical";
import { failuresOf } from "../check";
import type { DockerConfig } from "../config";
import { isGenerated, withName } from "../naming";
import { labelList, labelMap, labelShape, ownerOf } from "../pairs";
import { onEngine, unlessGone } from "../session";
import type { DockerContext } from "../session";
import { decode, list, mapOf, object, refused, text } from "../shape";
import type { TypeOf } from "../shape";

const volumeInputs = ["cluster", "driver", "driverOpts", "labels", "name"] as const;

const volumeShape = object({
  cluster: refused("cluster volumes need API 1.42 and Swarm"),
  driver: text,
  driverOpts: mapOf(text),
  labels: list(labelShape),
  name: text,
});

type VolumeInputs = TypeOf<typeof volumeShape>;

/** `docker:index/volume:Volume`: every change replaces, create-first unless the program fixed the name. */
export const volumeHandler: ResourceHandler<DockerConfig> = {
  inputs: volumeInputs,
  changes: {},
  check(news, olds, ctx) {
    const inputs = withName(news, olds, ctx);
    return { inputs, failures: failuresOf(volumeShape, inputs, volumeInputs) };
  },
  normalise: (inputs) =>
    mapProperty(withDefaults(prune(inputs), { driver: "local" }), "labels", sorted),
  deleteBeforeReplace: (_olds, news) => !isGenerated(news),
  previewOutputs: (inputs) => ({ driver: inputs.driver ?? UNKNOWN, mountpoint: UNKNOWN }),
  create: createVolume,
  read: readVolume,
  delete: deleteVolume,
};

async function createVolume(
  inputs: Properties,
  ctx: DockerContext,
): Promise<{ id: string; outputs: Properties }> {
  const spec = decode(volumeShape, inputs);
  const name = spec.name ?? ctx.name;
  return onEngine(ctx, `Creating volume "${name}"`, async (docker) => {
    const existing = await unlessGone(docker.getVolume(name).inspect());
    if (existing) requireSame(name, existing, spec);
    else {
      await docker.createVolume({
        Name: name,
        Driver: spec.driver,
        DriverOpts: spec.driverOpts,
        Labels: labelMap(spec.labels),
      });
    }
    const info = existing ?? (await docker.getVolume(name).inspect());
    return { id: info.Name, outputs: { ...inputs, ...volumeOutputs(info) } };
  });
}

/**
 * The engine answers "created" for a volume that is there already, whoever made it. One that looks
 * exactly like the wanted one is taken over (a run that was killed leaves such), another one never.
 */
function requireSame(
  name: string,
  existing: Dockerode.VolumeInspectInfo,
  spec: VolumeInputs,
): void {
  const differences = [
    existing.Driver !== (spec.driver ?? "local") && "driver",
    !sameMap(existing.Options, spec.driverOpts) && "driverOpts",
    !sameMap(existing.Labels, labelMap(spec.labels)) && "labels",
  ].filter((difference) => difference !== false);
  if (differences.length === 0) return;
  throw new Error(
    `The volume name "${name}" is taken on the engine by a volume with other ${differences.join(" and ")}: ` +
      `${ownerOf(existing.Labels)}. Import it or give this volume another name; nothing was changed.`,
  );
}

function sameMap(
  actual: Readonly<Record<string, string>> | null,
  wanted: Readonly<Record<string, string>> | undefined,
): boolean {
  const [a, b] = [actual ?? {}, wanted ?? {}];
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].every((key) => a[key] === b[key]);
}

function volumeOutputs(info: Dockerode.VolumeInspectInfo): Properties {
  return { driver: info.Driver, mountpoint: info.Mountpoint, name: info.Name };
}

async function readVolume(
  id: string,
  inputs: Properties,
  outputs: Properties,
  ctx: DockerContext,
): Promise<{ id: string; inputs: Properties; outputs: Properties } | undefined> {
  return onEngine(ctx, `Reading volume "${id}"`, async (docker) => {
    const info = await unlessGone(docker.getVolume(id).inspect());
    if (!info) return undefined;
    // What exists is always shown: a volume of this name may have been removed and made anew by hand.
    const actual = prune({
      driver: info.Driver,
      driverOpts: info.Options,
      labels: labelList(info.Labels),
      name: info.Name,
    });
    const imported = Object.keys(inputs).length === 0;
    const marker: Properties =
      inputs.__defaults === undefined ? {} : { __defaults: inputs.__defaults };
    const known = imported || differs(inputs, actual) ? { ...actual, ...marker } : inputs;
    return {
      id: info.Name,
      inputs: known,
      outputs: { ...outputs, ...known, ...volumeOutputs(info) },
    };
  });
}

function differs(inputs: Properties, actual: Properties): boolean {
  const comparable = (value: Properties): string => {
    const filled = mapProperty(withDefaults(prune(value), { driver: "local" }), "labels", sorted);
    return JSON.stringify(Object.entries(filled).sort(([a], [b]) => (a < b ? -1 : 1)));
  };
  return comparable(inputs) !== comparable(actual);
}

async function deleteVolume(id: string, _outputs: Properties, ctx: DockerContext): Promise<void> {
  await onEngine(ctx, `Deleting volume "${id}"`, async (docker) => {
    try {
      await unlessGone(docker.getVolume(id).remove());
    } catch (error) {
      if (statusOf(error) !== 409) throw error;
      const users = await docker.listContainers({ all: true, filters: { volume: [id] } });
      const names = users.flatMap((user) => user.Names.slice(0, 1)).map((name) => name.slice(1));
      if (names.length === 0) throw error;
      throw new Error(
        `The volume "${id}" cannot be deleted: ${names.sort().join(", ")} still use it. Remove them first.`,
      );
    }
  });
}
