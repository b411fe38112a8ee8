import { Readable } from "node:stream";

import type Dockerode from "dockerode";
import { pack } from "tar-stream";

import { readBuild } from "../../images/builder/build-stream";

/** What a derived image says about itself, beside what its base says. */
export interface DerivedImageOptions {
  readonly labels?: Readonly<Record<string, string>>;
  readonly environment?: Readonly<Record<string, string>>;
}

/**
 * Builds an image that differs from another one in some files, for example in its migrations.
 * @param name Tag of the new image; the test removes it.
 * @param base Tag or ID of the image that it starts from.
 * @param files Content by absolute path inside the image; they belong to root and everyone may read them.
 * @returns ID of the new image, "sha256:…".
 */
export async function deriveImage(
  docker: Dockerode,
  name: string,
  base: string,
  files: Readonly<Record<string, string>>,
  { labels = {}, environment = {} }: DerivedImageOptions = {},
): Promise<string> {
  const context = pack();
  const variables = Object.entries(environment).map(
    ([key, value]) => `ENV ${key}=${JSON.stringify(value)}`,
  );
  const copy = Object.keys(files).length > 0 ? ["COPY files/ /"] : [];
  context.entry({ name: "Dockerfile" }, [`FROM ${base}`, ...copy, ...variables, ""].join("\n"));
  for (const [path, content] of Object.entries(files)) {
    context.entry({ name: `files${path}`, mode: 0o644 }, content);
  }
  context.finalize();
  // The classic builder: it takes an image ID as a base, and needs no session.
  const stream = await docker.buildImage(Readable.from(context), {
    t: name,
    // Of layers that another run shares, it may remove some meanwhile.
    nocache: true,
    labels: { ...labels },
  });
  for await (const { error } of readBuild(stream)) {
    if (error !== undefined) throw new Error(`${name} was not built: ${error}`);
  }
  return (await docker.getImage(name).inspect()).Id;
}

/** Removes images that a test made; one that is missing is as good as removed. */
export async function removeImages(docker: Dockerode, names: readonly string[]): Promise<void> {
  for (const name of names) {
    await docker
      .getImage(name)
      .remove({ force: true })
      .catch(() => undefined);
  }
}
