import type Dockerode from "dockerode";

import { authFor } from "../registry/auth";
import type { AuthHeader } from "../registry/auth";
import { parseReference } from "../registry/reference";
import type { DockerContext } from "../session";

/** One message of the engine while it pulls, pushes or builds. */
export interface Progress {
  readonly status?: string;
  readonly stream?: string;
  readonly id?: string;
  readonly error?: string;
  readonly aux?: { readonly Digest?: string; readonly ID?: string };
}

/**
 * Reads the engine's progress to its end.
 * @param each Called for every message.
 * @throws Error with the engine's own words when it reports one: such errors come inside a good answer.
 */
export async function followProgress(
  stream: NodeJS.ReadableStream,
  each: (progress: Progress) => void = () => undefined,
): Promise<void> {
  let rest = "";
  let failure: string | undefined;
  for await (const chunk of stream) {
    const lines = (rest + chunk.toString()).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      if (line.trim() === "") continue;
      const progress = JSON.parse(line) as Progress;
      failure ??= progress.error;
      each(progress);
    }
  }
  if (failure !== undefined) throw new Error(failure);
}

/**
 * Pulls an image with the credentials that fit its registry. The name may hold a tag or a digest;
 * without either `latest` is pulled, and not every tag there is.
 */
export async function pullImage(
  docker: Dockerode,
  name: string,
  options: { readonly platform?: string },
  ctx: DockerContext,
): Promise<void> {
  const { familiar, tag, digest } = parseReference(name);
  const reference = digest ? `${familiar}@${digest}` : `${familiar}:${tag ?? "latest"}`;
  const authconfig = authFor(name, ctx.config.auths);
  ctx.log(`pulling ${reference}`, "info", { ephemeral: true });
  const stream = await docker.pull(reference, {
    ...(options.platform && { platform: options.platform }),
    ...(authconfig && { authconfig }),
    abortSignal: ctx.signal,
  });
  await followProgress(stream);
}

/**
 * Pushes a tag.
 * @returns The digest of the manifest in the registry.
 */
export async function pushImage(
  docker: Dockerode,
  name: string,
  auth: AuthHeader | undefined,
  ctx: DockerContext,
): Promise<string> {
  const { familiar, tag } = parseReference(name);
  ctx.log(`pushing ${name}`, "info", { ephemeral: true });
  const stream = await docker.getImage(familiar).push({
    tag: tag ?? "latest",
    // The engine refuses a push without this header even where the registry is open to all.
    authconfig: auth ?? { username: "", password: "", serveraddress: parseReference(name).server },
    abortSignal: ctx.signal,
  });
  let digest: string | undefined;
  await followProgress(stream, (progress) => {
    digest = progress.aux?.Digest ?? digest;
  });
  if (!digest) throw new Error(`The registry accepted ${name} and gave no digest for it.`);
  return digest;
}
