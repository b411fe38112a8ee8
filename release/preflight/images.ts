import type { ApplicationSpec, DeploymentSpec } from "../../spec/deployment";
import { availabilityOf } from "../engine/availability";
import type { PreflightContext } from "./index";

/** An image with the key that names it. */
interface NamedImage {
  readonly owner: string;
  /** As `pulumi config set --path` spells it. */
  readonly key: string;
  readonly image: string;
}

/** What is known of images that the engine does not have. */
export interface ImageFindings {
  /** Of images that cannot be had: one line each. */
  readonly missing: readonly string[];
  /** Of images whose registry does not answer: one line each. */
  readonly unknown: readonly string[];
}

/** Looks for every image, because one that is missing would stop an update in its middle. */
export async function findImages({ docker, spec }: PreflightContext): Promise<ImageFindings> {
  const findings = await Promise.all(
    imagesOf(spec).map(async (named): Promise<ImageFindings> => {
      const found = await availabilityOf(docker, named.image);
      switch (found.where) {
        case "engine":
        case "registry":
          return { missing: [], unknown: [] };
        case "nowhere":
          return { missing: [describeMissing(named, found.reason)], unknown: [] };
        case "unknown":
          return { missing: [], unknown: [describeUnknown(named, found.reason)] };
      }
    }),
  );
  return {
    missing: findings.flatMap(({ missing }) => missing),
    unknown: findings.flatMap(({ unknown }) => unknown),
  };
}

function describeMissing({ owner, key, image }: NamedImage, reason: string): string {
  const remedy = image.startsWith("sha256:")
    ? "run make images"
    : `correct ${key}, or push the image`;
  return `The image of ${owner} (${key}) is neither on the engine nor in its registry: ${image}: ${reason}; ${remedy}; nothing was changed.`;
}

function describeUnknown({ owner, key, image }: NamedImage, reason: string): string {
  return `The image of ${owner} (${key}) is not on the engine, and its registry does not answer: ${image}: ${reason}; make the registry reachable from the engine, or load the image there; nothing was changed.`;
}

/** Each image once, under the first key that names it. */
function imagesOf({ proxy, applications }: DeploymentSpec): NamedImage[] {
  const all = [
    { owner: "the proxy", key: "palier:images.nginx", image: proxy.container.image },
    ...applications.flatMap(imagesOfApplication),
  ];
  return all.filter(({ image }, index) => all.findIndex((one) => one.image === image) === index);
}

function imagesOfApplication(application: ApplicationSpec): NamedImage[] {
  const { name, release, database, cache, lifecycle } = application;
  const tools = lifecycle.restorePoint?.tools.image;
  return [
    { owner: name, key: `palier:applications.${name}.image`, image: release.image },
    ...(database
      ? [
          {
            owner: `the database of ${name}`,
            key: `palier:images.${database.engine}["${database.version}"]`,
            image: database.container.image,
          },
        ]
      : []),
    ...(cache
      ? [
          {
            owner: `the cache of ${name}`,
            key: "palier:images.redis",
            image: cache.container.image,
          },
        ]
      : []),
    ...(tools === undefined
      ? []
      : [{ owner: `the restore points of ${name}`, key: "palier:images.backup", image: tools }]),
  ];
}
