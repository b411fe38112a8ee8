import type { ContainerInputs, ServiceInputs } from "./inputs";
import { types } from "./types";

/** Resources that name an image: containers and services, and what pulls, builds or pushes one. */
export const imageTypes: readonly string[] = [
  types.container,
  types.service,
  types.remoteImage,
  types.image,
  types.registryImage,
];

/** Inputs of the resources that pull, build or push an image. */
interface ImageInputs {
  readonly name?: string;
  readonly imageName?: string;
}

/** The image that a resource of {@link imageTypes} names, and how the input is spelt; an empty text for none. */
export function imageOf(type: string, inputs: object): { name: string; spelling: string } {
  switch (type) {
    case types.container:
      return { name: (inputs as ContainerInputs).image ?? "", spelling: '"image"' };
    case types.service:
      return {
        name: (inputs as ServiceInputs).taskSpec?.containerSpec?.image ?? "",
        spelling: '"taskSpec.containerSpec.image"',
      };
    case types.image:
      return { name: (inputs as ImageInputs).imageName ?? "", spelling: '"imageName"' };
    default:
      return { name: (inputs as ImageInputs).name ?? "", spelling: '"name"' };
  }
}

/** The parts of an image's name. */
export interface ImageName {
  /** With registry, for example `docker.io/library/postgres`. */
  readonly repository: string;
  /** Last part of the repository, for example `postgres`. */
  readonly base: string;
  readonly tag: string | undefined;
  /** For example `sha256:…`. */
  readonly digest: string | undefined;
}

/** The parts of an image's name; undefined for an image ID, which is none. */
export function parseImage(image: string): ImageName | undefined {
  if (isImageId(image)) return undefined;
  const [name = "", digest] = image.split("@");
  const base = name.slice(name.lastIndexOf("/") + 1);
  const [last = "", tag] = base.split(":");
  const repository = qualified(name.slice(0, name.length - base.length) + last);
  return { repository, base: last, tag, digest };
}

/**
 * Whether an image comes from a registry, or from a folder of one.
 * @param registry For example `registry.example.org/` or `docker.io/library`; `sha256:` stands for image IDs.
 */
export function isFrom(registry: string, image: string): boolean {
  if (isImageId(image)) return registry === "sha256:";
  const folder = registry.endsWith("/") ? registry : `${registry}/`;
  return image !== "" && qualified(image).startsWith(qualified(folder));
}

function isImageId(image: string): boolean {
  return image.startsWith("sha256:");
}

/** With the registry and the folder that Docker thinks of where a name has none. */
function qualified(name: string): string {
  const [first = "", ...rest] = name.split("/");
  const namesRegistry = rest.length > 0 && (/[.:]/.test(first) || first === "localhost");
  if (!namesRegistry) return rest.length > 0 ? `docker.io/${name}` : `docker.io/library/${name}`;
  return first === "docker.io" && rest.length === 1 && rest[0] !== ""
    ? `docker.io/library/${rest.join("/")}`
    : name;
}
