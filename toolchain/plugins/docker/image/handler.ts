import type Dockerode from "dockerode";

import { UNKNOWN, hasUnknown, isMap } from "../../base/resource";
import type {
  CheckFailure,
  CheckResult,
  Properties,
  ReadResult,
  ResourceHandler,
} from "../../base/resource";
import { prune, textOf, withDefaults, without } from "../canonical";
import { failuresOf } from "../check";
import type { DockerConfig } from "../config";
import { authFor, serverName } from "../registry/auth";
import type { AuthHeader } from "../registry/auth";
import { parseReference } from "../registry/reference";
import { onEngine, unlessGone } from "../session";
import type { DockerContext } from "../session";
import { decode } from "../shape";
import { buildImage } from "./build";
import { readContext } from "./context";
import { imageInputs, imageShape } from "./inputs";
import type { ImageInputs } from "./inputs";
import { pushImage } from "./transfer";

/** Key that the official plugin, too, adds to `build`: the hash by which a changed context is noticed. */
const contextDigest = "contextDigest";

/**
 * `docker:index/image:Image`: built from a folder on this machine, pushed unless `skipPush`. Every change
 * builds again in place; what uses `repoDigest` follows. Deleting keeps the image, as officially.
 */
export const imageHandler: ResourceHandler<DockerConfig> = {
  inputs: imageInputs,
  changes: Object.fromEntries(imageInputs.map((name) => [name, "update" as const])),
  // Other credentials make no other image.
  ruleFor: (path) => (path[0] === "registry" && path[1] !== "server" ? "ignore" : undefined),
  check: checkImage,
  normalise: (inputs) => withDefaults(prune(inputs), { buildOnPreview: false, skipPush: false }),
  previewOutputs: (inputs) => ({ ...staticOutputs(inputs), repoDigest: UNKNOWN }),
  async create(inputs, ctx) {
    return { id: textOf(inputs.imageName), outputs: await produce(inputs, ctx) };
  },
  update: (_id, _olds, news, ctx) => produce(news, ctx),
  read: readImage,
};

function checkImage(news: Properties): CheckResult {
  const shown = withDefaults(news, { skipPush: false, buildOnPreview: false });
  const failures = failuresOf(imageShape, shown, imageInputs);
  if (news.buildOnPreview === true) {
    const reason =
      "buildOnPreview: true is not supported by this toolchain: leave it out, `up` builds";
    failures.push({ property: "buildOnPreview", reason });
  }
  if (failures.length > 0 || hasUnknown(shown.build)) return { inputs: shown, failures };
  return withDigest(shown);
}

/** Reads the context already now, so that a preview tells whether `up` would build. */
function withDigest(inputs: Properties): { inputs: Properties; failures: CheckFailure[] } {
  const given = isMap(inputs.build) ? inputs.build : {};
  const build = withDefaults(given, { builderVersion: "BuilderBuildKit", context: "." });
  try {
    const { hash } = readContext(
      textOf(build.context),
      typeof build.dockerfile === "string" ? build.dockerfile : undefined,
    );
    return { inputs: { ...inputs, build: { ...build, [contextDigest]: hash } }, failures: [] };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { inputs, failures: [{ property: "build.context", reason }] };
  }
}

async function produce(inputs: Properties, ctx: DockerContext): Promise<Properties> {
  const image = decode(imageShape, withoutDigest(inputs));
  return onEngine(ctx, `Building image "${image.imageName}"`, async (docker) => {
    const auth = registryAuth(image, ctx);
    await buildImage(docker, image.imageName, image.build ?? {}, auth ? [auth] : [], ctx);
    const repoDigest = image.skipPush
      ? (await docker.getImage(image.imageName).inspect()).Id
      : await push(docker, image, auth, ctx);
    return { ...inputs, ...staticOutputs(inputs), repoDigest };
  });
}

async function push(
  docker: Dockerode,
  image: ImageInputs,
  auth: AuthHeader | undefined,
  ctx: DockerContext,
): Promise<string> {
  const digest = await pushImage(docker, image.imageName, auth, ctx);
  return `${parseReference(image.imageName).familiar}@${digest}`;
}

function registryAuth(
  { registry, imageName }: ImageInputs,
  ctx: DockerContext,
): AuthHeader | undefined {
  if (registry?.username === undefined || registry.password === undefined) {
    return authFor(imageName, ctx.config.auths);
  }
  const server = registry.server ?? parseReference(imageName).server;
  const { username, password } = registry;
  return { username, password, serveraddress: serverName(server) };
}

function staticOutputs(inputs: Properties): Properties {
  const build = isMap(inputs.build) ? inputs.build : {};
  const registry = isMap(inputs.registry) ? inputs.registry : {};
  const name = inputs.imageName ?? UNKNOWN;
  const context = build.context ?? ".";
  const server = typeof name === "string" ? parseReference(name).server : UNKNOWN;
  return {
    baseImageName: name,
    imageName: name,
    context,
    dockerfile:
      build.dockerfile ?? (typeof context === "string" ? `${context}/Dockerfile` : UNKNOWN),
    registryServer: registry.server ?? server,
    ...(build.platform !== undefined && { platform: build.platform }),
  };
}

/** The hash is ours and no input of a program. */
function withoutDigest(inputs: Properties): Properties {
  if (!isMap(inputs.build)) return inputs;
  return { ...inputs, build: without(inputs.build, contextDigest) };
}

/** An image that is gone from the engine is built again, unless it was pushed and so lives elsewhere. */
async function readImage(
  id: string,
  inputs: Properties,
  outputs: Properties,
  ctx: DockerContext,
): Promise<ReadResult | undefined> {
  if (Object.keys(inputs).length === 0) {
    throw new Error(
      "An Image cannot be imported: how it was built cannot be read back from the engine.",
    );
  }
  if (inputs.skipPush !== true) return { id, inputs, outputs };
  return onEngine(ctx, `Reading image "${id}"`, async (docker) => {
    const info = await unlessGone(docker.getImage(textOf(outputs.repoDigest) || id).inspect());
    return info && { id, inputs, outputs };
  });
}
