import type Dockerode from "dockerode";

import { UNKNOWN } from "../../base/resource";
import type { Properties, ReadResult, ResourceHandler } from "../../base/resource";
import { prune, textOf } from "../canonical";
import { failuresOf } from "../check";
import type { DockerConfig } from "../config";
import { parseReference } from "../registry/reference";
import { onEngine, unlessGone } from "../session";
import type { DockerContext } from "../session";
import { decode, list, needed, object, text } from "../shape";

const tagInputs = ["sourceImage", "tagTriggers", "targetImage"] as const;

const tagShape = object({
  sourceImage: needed(text),
  tagTriggers: list(text),
  targetImage: needed(text),
});

/** `docker:index/tag:Tag`: a second name for an image. Deleting leaves the name, as officially: an image may live by it alone. */
export const tagHandler: ResourceHandler<DockerConfig> = {
  inputs: tagInputs,
  changes: {},
  check: (news) => ({ inputs: news, failures: failuresOf(tagShape, news, tagInputs) }),
  normalise: prune,
  previewOutputs: () => ({ sourceImageId: UNKNOWN }),
  create: createTag,
  read: readTag,
};

async function createTag(
  inputs: Properties,
  ctx: DockerContext,
): Promise<{ id: string; outputs: Properties }> {
  const { sourceImage, targetImage } = decode(tagShape, inputs);
  const { familiar: repo, tag } = parseReference(targetImage);
  return onEngine(ctx, `Tagging "${sourceImage}" as "${targetImage}"`, async (docker) => {
    const source = docker.getImage(sourceImage);
    await source.tag({ repo, tag: tag ?? "latest" });
    const { Id: sourceImageId } = await source.inspect();
    return { id: `${sourceImage}.${targetImage}`, outputs: { ...inputs, sourceImageId } };
  });
}

async function readTag(
  id: string,
  inputs: Properties,
  outputs: Properties,
  ctx: DockerContext,
): Promise<ReadResult | undefined> {
  if (Object.keys(inputs).length === 0) {
    throw new Error("A Tag cannot be imported: which name was the source cannot be read back.");
  }
  return onEngine(ctx, `Reading tag "${textOf(inputs.targetImage)}"`, async (docker) => {
    const inspect = (name: unknown): Promise<Dockerode.ImageInspectInfo | undefined> =>
      unlessGone(docker.getImage(String(name)).inspect());
    const target = await inspect(inputs.targetImage);
    // A name that points to another image now, or to none, is to be set again.
    if (!target || target.Id !== outputs.sourceImageId) return undefined;
    return { id, inputs, outputs };
  });
}
