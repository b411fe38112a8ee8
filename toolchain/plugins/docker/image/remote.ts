import type Dockerode from "dockerode";

import { statusOf } from "../../../engine";
import { UNKNOWN } from "../../base/resource";
import type { Properties, ReadResult, ResourceHandler } from "../../base/resource";
import { mapProperty, prune, textOf } from "../canonical";
import { failuresOf } from "../check";
import type { DockerConfig } from "../config";
import { onEngine, unlessGone } from "../session";
import type { DockerContext } from "../session";
import { decode, flag, list, mapOf, needed, object, refused, text } from "../shape";
import { requireImage } from "./require";
import { pullImage } from "./transfer";

const remoteImageInputs = [
  "build",
  "forceRemove",
  "keepLocally",
  "name",
  "platform",
  "pullTriggers",
  "triggers",
] as const;

const remoteImageShape = object({
  build: refused(
    "build with docker.Image instead, and keep docker.RemoteImage for images of a registry",
  ),
  forceRemove: flag,
  keepLocally: flag,
  name: needed(text),
  platform: text,
  pullTriggers: list(text),
  triggers: mapOf(text),
});

/** `docker:index/remoteImage:RemoteImage`: an image that is on the engine already, or is pulled. */
export const remoteImageHandler: ResourceHandler<DockerConfig> = {
  inputs: remoteImageInputs,
  changes: { keepLocally: "update", forceRemove: "update" },
  check: (news) => ({
    inputs: news,
    failures: failuresOf(remoteImageShape, news, remoteImageInputs),
  }),
  normalise(inputs) {
    const absent = (value: unknown): undefined | true => (value === true ? true : undefined);
    return mapProperty(mapProperty(prune(inputs), "keepLocally", absent), "forceRemove", absent);
  },
  previewOutputs: () => ({ imageId: UNKNOWN, repoDigest: UNKNOWN }),
  create: createRemoteImage,
  read: readRemoteImage,
  update: (_id, olds, news) => Promise.resolve({ ...olds, ...news }),
  delete: deleteRemoteImage,
};

async function createRemoteImage(
  inputs: Properties,
  ctx: DockerContext,
): Promise<{ id: string; outputs: Properties }> {
  const { name, platform, pullTriggers } = decode(remoteImageShape, inputs);
  return onEngine(ctx, `Getting image "${name}"`, async (docker) => {
    await requireImage(docker, name, platform, ctx);
    if (pullTriggers && pullTriggers.length > 0) await refresh(docker, name, platform, ctx);
    const info = await docker.getImage(name).inspect();
    return { id: info.Id + name, outputs: { ...inputs, ...imageOutputs(info) } };
  });
}

/** A pull trigger asks for the registry's newest; an image that exists only on the engine has none. */
async function refresh(
  docker: Dockerode,
  name: string,
  platform: string | undefined,
  ctx: DockerContext,
): Promise<void> {
  try {
    await pullImage(docker, name, { platform }, ctx);
  } catch {
    ctx.log(`"${name}" cannot be pulled; the image on the engine is used as it is`, "warning");
  }
}

/** Identity and registry digest of an image, under the official names. */
export function imageOutputs(info: Dockerode.ImageInspectInfo): Properties {
  // Null for an image that never saw a registry, whatever the client's type says.
  const digests = (info.RepoDigests as string[] | null) ?? [];
  return { imageId: info.Id, repoDigest: digests[0] ?? "" };
}

async function readRemoteImage(
  id: string,
  inputs: Properties,
  outputs: Properties,
  ctx: DockerContext,
): Promise<ReadResult | undefined> {
  const name =
    typeof inputs.name === "string" ? inputs.name : id.replace(/^sha256:[0-9a-f]{64}/, "");
  return onEngine(ctx, `Reading image "${name}"`, async (docker) => {
    const info = await unlessGone(docker.getImage(name === "" ? id : name).inspect());
    if (!info) return undefined;
    const known = Object.keys(inputs).length === 0 ? { name } : inputs;
    return {
      id: info.Id + name,
      inputs: known,
      outputs: { ...outputs, ...known, ...imageOutputs(info) },
    };
  });
}

async function deleteRemoteImage(
  _id: string,
  outputs: Properties,
  ctx: DockerContext,
): Promise<void> {
  if (outputs.keepLocally === true) return;
  const name = textOf(outputs.name);
  await onEngine(ctx, `Deleting image "${name}"`, async (docker) => {
    try {
      await unlessGone(docker.getImage(name).remove({ force: outputs.forceRemove === true }));
    } catch (error) {
      if (statusOf(error) !== 409) throw error;
      throw new Error(
        `The image "${name}" cannot be deleted, because a container uses it: remove that first, ` +
          `or set keepLocally: true.`,
      );
    }
  });
}
