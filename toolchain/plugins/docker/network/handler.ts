import type Dockerode from "dockerode";

import { reasonOf, statusOf } from "../../../engine";
import { UNKNOWN } from "../../base/resource";
import type { Properties, ResourceHandler } from "../../base/resource";
import { withDefaults } from "../canonical";
import { failuresOf } from "../check";
import type { DockerConfig } from "../config";
import { isGenerated, withName } from "../naming";
import { labelMap, ownerOf } from "../pairs";
import { onEngine, unlessGone } from "../session";
import type { DockerContext } from "../session";
import { decode } from "../shape";
import { networkDefaults, networkInputs, networkShape, normaliseNetwork } from "./inputs";
import type { NetworkInputs } from "./inputs";
import { networkInputsOf, networkOutputs } from "./inspect";

/** `docker:index/network:Network`: every change replaces, create-first unless the program fixed the name. */
export const networkHandler: ResourceHandler<DockerConfig> = {
  inputs: networkInputs,
  changes: {},
  check(news, olds, ctx) {
    const inputs = withDefaults(withName(news, olds, ctx), networkDefaults);
    return { inputs, failures: failuresOf(networkShape, inputs, networkInputs) };
  },
  normalise: normaliseNetwork,
  deleteBeforeReplace: (_olds, news) => !isGenerated(news),
  previewOutputs: (inputs) => ({
    driver: inputs.driver ?? UNKNOWN,
    internal: inputs.internal ?? UNKNOWN,
    ipamConfigs: inputs.ipamConfigs ?? UNKNOWN,
    options: inputs.options ?? UNKNOWN,
    scope: UNKNOWN,
  }),
  create: createNetwork,
  read: readNetwork,
  delete: deleteNetwork,
};

async function createNetwork(
  inputs: Properties,
  ctx: DockerContext,
): Promise<{ id: string; outputs: Properties }> {
  const spec = decode(networkShape, inputs);
  const name = spec.name ?? ctx.name;
  return onEngine(ctx, `Creating network "${name}"`, async (docker) => {
    const network = await makeNetwork(docker, name, spec);
    const info = await network.inspect();
    return { id: info.Id, outputs: { ...inputs, ...networkOutputs(info) } };
  });
}

async function makeNetwork(
  docker: Dockerode,
  name: string,
  spec: NetworkInputs,
): Promise<Dockerode.Network> {
  try {
    return await docker.createNetwork({
      Name: name,
      CheckDuplicate: true,
      Attachable: spec.attachable,
      Driver: spec.driver,
      Ingress: spec.ingress,
      Internal: spec.internal,
      EnableIPv6: spec.ipv6,
      Labels: labelMap(spec.labels),
      Options: spec.options,
      ...(spec.ipamConfigs || spec.ipamOptions || spec.ipamDriver !== networkDefaults.ipamDriver
        ? { IPAM: addressing(spec) }
        : {}),
    });
  } catch (error) {
    if (statusOf(error) !== 409) throw error;
    const taken = await unlessGone(docker.getNetwork(name).inspect());
    throw new Error(
      `The network name "${name}" is taken on the engine: ${ownerOf(taken?.Labels)}. ` +
        `Import it, give this network another name, or remove the other one with \`docker network rm ${name}\`.`,
    );
  }
}

function addressing(spec: NetworkInputs): Dockerode.NetworkCreateOptions["IPAM"] {
  const pools = (spec.ipamConfigs ?? []).map((pool) => ({
    ...(pool.subnet && { Subnet: pool.subnet }),
    ...(pool.gateway && { Gateway: pool.gateway }),
    ...(pool.ipRange && { IPRange: pool.ipRange }),
    ...(pool.auxAddress && { AuxiliaryAddresses: pool.auxAddress }),
  }));
  // The client's type wants text values only; the engine wants the map of auxiliary addresses as a map.
  const Config = pools as unknown as Record<string, string>[];
  return {
    Driver: spec.ipamDriver ?? networkDefaults.ipamDriver,
    ...(pools.length > 0 && { Config }),
    ...(spec.ipamOptions && { Options: spec.ipamOptions }),
  };
}

async function readNetwork(
  id: string,
  inputs: Properties,
  outputs: Properties,
  ctx: DockerContext,
): Promise<{ id: string; inputs: Properties; outputs: Properties } | undefined> {
  return onEngine(ctx, `Reading network ${id}`, async (docker) => {
    const info = await unlessGone(docker.getNetwork(id).inspect());
    if (!info) return undefined;
    // A network cannot be changed once it exists, so the inputs that made it still describe it.
    const imported = Object.keys(inputs).length === 0;
    const known = imported ? networkInputsOf(info) : inputs;
    return {
      id: info.Id,
      inputs: known,
      outputs: { ...outputs, ...known, ...networkOutputs(info) },
    };
  });
}

async function deleteNetwork(id: string, outputs: Properties, ctx: DockerContext): Promise<void> {
  const name = typeof outputs.name === "string" ? outputs.name : id;
  await onEngine(ctx, `Deleting network "${name}"`, async (docker) => {
    const network = docker.getNetwork(id);
    try {
      await unlessGone(network.remove());
    } catch (error) {
      const info = await network.inspect();
      const users = Object.values(info.Containers ?? {}).map((container) => container.Name);
      if (users.length === 0) throw error;
      throw new Error(
        `The network "${name}" cannot be deleted: ${users.sort().join(", ")} still use it ` +
          `(${reasonOf(error)}). Stop or disconnect them first.`,
      );
    }
  });
}
