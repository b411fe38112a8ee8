import { UNKNOWN } from "../../base/resource";
import type { Properties, ReadResult, ResourceHandler } from "../../base/resource";
import { mapProperty, prune, textOf } from "../canonical";
import { failuresOf } from "../check";
import type { DockerConfig } from "../config";
import { pushImage } from "../image/transfer";
import { onEngine } from "../session";
import type { DockerContext } from "../session";
import { decode, flag, mapOf, matching, needed, object, refused, text } from "../shape";
import type { TypeOf } from "../shape";
import { authFor, serverName } from "./auth";
import type { AuthHeader } from "./auth";
import { deleteManifest, manifestDigest } from "./client";
import type { RegistryAccess } from "./client";
import { parseReference } from "./reference";

const registryImageInputs = [
  "authConfig",
  "build",
  "insecureSkipVerify",
  "keepRemotely",
  "name",
  "triggers",
] as const;

const registryImageShape = object({
  authConfig: object({
    address: needed(
      matching(/^https?:\/\/./, "an address with its scheme, such as https://registry.example"),
    ),
    password: text,
    username: text,
  }),
  build: refused("build with docker.Image instead"),
  insecureSkipVerify: flag,
  keepRemotely: flag,
  name: needed(text),
  triggers: mapOf(text),
});

type RegistryImageInputs = TypeOf<typeof registryImageShape>;

/**
 * `docker:index/registryImage:RegistryImage`: pushes an image of the engine. Unlike officially, an open
 * registry, or one with credentials in the provider, needs no `authConfig`.
 */
export const registryImageHandler: ResourceHandler<DockerConfig> = {
  inputs: registryImageInputs,
  changes: { authConfig: "update", insecureSkipVerify: "update", keepRemotely: "update" },
  check: (news) => ({
    inputs: news,
    failures: failuresOf(registryImageShape, news, registryImageInputs),
  }),
  normalise(inputs) {
    const absent = (value: unknown): undefined | true => (value === true ? true : undefined);
    return mapProperty(
      mapProperty(prune(inputs), "keepRemotely", absent),
      "insecureSkipVerify",
      absent,
    );
  },
  previewOutputs: () => ({ sha256Digest: UNKNOWN }),
  create: createRegistryImage,
  read: readRegistryImage,
  update: (_id, olds, news) => Promise.resolve({ ...news, sha256Digest: olds.sha256Digest ?? "" }),
  delete: deleteRegistryImage,
};

async function createRegistryImage(
  inputs: Properties,
  ctx: DockerContext,
): Promise<{ id: string; outputs: Properties }> {
  const spec = decode(registryImageShape, inputs);
  return onEngine(ctx, `Pushing image "${spec.name}"`, async (docker) => {
    const sha256Digest = await pushImage(docker, spec.name, credentials(spec, ctx), ctx);
    return { id: sha256Digest, outputs: { ...inputs, sha256Digest } };
  });
}

async function readRegistryImage(
  id: string,
  inputs: Properties,
  outputs: Properties,
  ctx: DockerContext,
): Promise<ReadResult | undefined> {
  if (Object.keys(inputs).length === 0) {
    throw new Error("A RegistryImage cannot be imported: its digest does not tell its name.");
  }
  const spec = decode(registryImageShape, inputs);
  const digest = await manifestDigest(parseReference(spec.name), access(spec, ctx));
  // Another digest under the same tag was pushed by somebody else: ours is to be pushed again.
  if (digest === undefined || digest !== outputs.sha256Digest) return undefined;
  return { id, inputs, outputs };
}

async function deleteRegistryImage(
  _id: string,
  outputs: Properties,
  ctx: DockerContext,
): Promise<void> {
  if (outputs.keepRemotely === true) return;
  const { sha256Digest, ...inputs } = outputs;
  const spec = decode(registryImageShape, inputs);
  await deleteManifest(parseReference(spec.name), textOf(sha256Digest), access(spec, ctx));
}

function credentials(
  { authConfig, name }: RegistryImageInputs,
  ctx: DockerContext,
): AuthHeader | undefined {
  if (authConfig?.username === undefined || authConfig.password === undefined) {
    return authFor(name, ctx.config.auths);
  }
  const { username, password, address } = authConfig;
  return { username, password, serveraddress: serverName(address) };
}

function access(spec: RegistryImageInputs, ctx: DockerContext): RegistryAccess {
  const found = credentials(spec, ctx);
  const scheme = /^(https?):/.exec(spec.authConfig?.address ?? "")?.[1];
  return { credentials: found, insecure: spec.insecureSkipVerify, scheme };
}
