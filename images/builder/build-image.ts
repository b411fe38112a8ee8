import type Dockerode from "dockerode";
import type { Recipe } from "../catalogue";
import { readBuild } from "./build-stream";
import { type ContextFile, packContext } from "./context";
import { readFacts } from "./facts";
import type { BuildLog } from "./log";

/** One request to build an image. */
export interface BuildRequest {
  /** What to build. */
  readonly recipe: Recipe;
  /** Files of its context. */
  readonly files: readonly ContextFile[];
  /** Labels to put on it. */
  readonly labels: Readonly<Record<string, string>>;
  /** Builds every step again, for packages newer than those of the cached steps. */
  readonly refresh: boolean;
}

/**
 * Builds an image with the engine's BuildKit and labels it with the versions that it recorded.
 * The versions are known after the build alone, so it runs twice; the second time every step comes
 * from the cache, and only that image gets the tag.
 */
export async function buildImage(
  docker: Dockerode,
  request: BuildRequest,
  log: BuildLog,
): Promise<void> {
  const draft = await runBuild(docker, request, {}, log);
  try {
    const facts = await readFacts(docker, draft);
    await runBuild(
      docker,
      { ...request, refresh: false },
      { t: request.recipe.name, labels: { ...request.labels, ...facts } },
      log,
    );
  } finally {
    // Its layers stay with the image that was tagged. Another run may have removed it, or use it.
    await docker
      .getImage(draft)
      .remove()
      .catch(() => undefined);
  }
}

async function runBuild(
  docker: Dockerode,
  { recipe, files, refresh }: BuildRequest,
  target: Dockerode.ImageBuildOptions,
  log: BuildLog,
): Promise<string> {
  const stream = await docker.buildImage(packContext(files), {
    version: "2",
    nocache: refresh,
    buildargs: { ...proxies(), ...recipe.arguments },
    ...target,
  });
  let id = "";
  for await (const event of readBuild(stream)) {
    event.log.forEach((line) => {
      log.write(`${line}\n`);
    });
    if (event.error !== undefined) throw new Error(event.error);
    id = event.imageId ?? id;
  }
  if (id === "") throw new Error("the engine ended the build without an image");
  return id;
}

/** Proxies reach build steps as BuildKit's predefined arguments, which never stay in the image. */
function proxies(): Record<string, string> {
  const names = ["http_proxy", "https_proxy", "no_proxy"];
  return Object.fromEntries(
    [...names, ...names.map((name) => name.toUpperCase())].flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
