import type Dockerode from "dockerode";

import type { AuthHeader } from "../registry/auth";
import type { DockerContext } from "../session";
import { contextArchive, readContext } from "./context";
import type { BuildInputs } from "./inputs";
import type { Progress } from "./transfer";

/** How many of the last build messages an error quotes. */
const quotedLines = 12;

/** Builder of the engine's API: 1 is the classic one, 2 BuildKit. */
const versions = { BuilderV1: "1", BuilderBuildKit: "2" } as const;

/**
 * Builds an image on the engine and tags it.
 * @param name Tag of the result.
 * @param auths Credentials for base images.
 * @throws Error with the last lines of the build when it fails.
 */
export async function buildImage(
  docker: Dockerode,
  name: string,
  build: BuildInputs,
  auths: readonly AuthHeader[],
  ctx: DockerContext,
): Promise<void> {
  const context = readContext(build.context ?? ".", build.dockerfile);
  const options: Dockerode.ImageBuildOptions = {
    t: name,
    dockerfile: context.dockerfile,
    version: versions[build.builderVersion ?? "BuilderBuildKit"],
    rm: true,
    forcerm: true,
    ...(build.args && { buildargs: build.args }),
    ...(build.target && { target: build.target }),
    ...(build.platform && { platform: build.platform }),
    ...(build.network && { networkmode: build.network }),
    ...(build.addHosts && { extrahosts: build.addHosts.join(",") }),
    ...(build.cacheFrom?.images && { cachefrom: JSON.stringify(build.cacheFrom.images) }),
    ...(auths.length > 0 && { registryconfig: registryConfig(auths) }),
    abortSignal: ctx.signal,
  };
  const lines: string[] = [];
  try {
    const archive = contextArchive(context) as unknown as NodeJS.ReadableStream;
    const stream = await docker.buildImage(archive, options);
    await followBuild(docker, stream, ({ stream: text }) => {
      const line = text?.trim();
      if (!line) return;
      lines.push(line);
      ctx.log(ctx.redact(line), "info", { ephemeral: true });
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const tail = lines.slice(-quotedLines).join("\n");
    throw new Error(
      ctx.redact(
        `Building image "${name}" failed: ${reason.trim()}${tail && `; last lines:\n${tail}`}`,
      ),
    );
  }
}

/** The client's own reader, which its types do not know: it also decodes what BuildKit reports. */
interface BuildFollower {
  followProgress(
    stream: NodeJS.ReadableStream,
    done: (error: Error | null) => void,
    each: (progress: Progress) => void,
  ): void;
}

function followBuild(
  docker: Dockerode,
  stream: NodeJS.ReadableStream,
  each: (progress: Progress) => void,
): Promise<void> {
  let failure: string | undefined;
  return new Promise((resolve, reject) => {
    (docker as unknown as BuildFollower).followProgress(
      stream,
      (error) => {
        if (failure !== undefined) reject(new Error(failure));
        else if (error) reject(error);
        else resolve();
      },
      (progress) => {
        failure ??= progress.error;
        each(progress);
      },
    );
  });
}

function registryConfig(auths: readonly AuthHeader[]): Dockerode.RegistryConfig {
  return Object.fromEntries(
    auths.map(({ serveraddress, username, password }) => [serveraddress, { username, password }]),
  );
}
