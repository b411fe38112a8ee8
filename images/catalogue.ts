/** How one local image is made. */
export interface Recipe {
  /** Repository and tag, as the stack configuration names the image. */
  readonly name: string;
  /** Build context, relative to the project's root. */
  readonly folder: string;
  /** Catalogue name of the image that the Dockerfile starts from; none for the distribution itself. */
  readonly base?: string;
  /** Values of the Dockerfile's `ARG` lines; changing one builds the image again. */
  readonly arguments?: Readonly<Record<string, string>>;
}

/** The root file system that mmdebstrap makes; every other image descends from it. */
export const distribution: Recipe = { name: "palier/debian:bookworm", folder: "images/debian" };

const base = "palier/base:bookworm";
const python = "palier/python:3.11";

const recipes: readonly Recipe[] = [
  { name: base, folder: "images/base", base: distribution.name },
  {
    name: "palier/postgres:15",
    folder: "images/postgres",
    base,
    arguments: { POSTGRES_VERSION: "15" },
  },
  { name: "palier/redis:7", folder: "images/redis", base },
  { name: "palier/nginx:1.22", folder: "images/nginx", base },
  { name: python, folder: "images/python", base },
  { name: "palier/mariadb:10.11", folder: "images/mariadb", base },
  { name: "palier/php:8.2-fpm", folder: "images/php", base },
  { name: "palier/backup:1", folder: "images/backup", base, arguments: { POSTGRES_VERSION: "15" } },
  { name: "palier/example-django:1.0.0", folder: "examples/django", base: python },
];

/**
 * Lists every image to build, bases before the images that start from them.
 *
 * `debianImage` (from `PALIER_DEBIAN_IMAGE`) takes the place of the root file system made here: a
 * Debian bookworm image of a registry, for machines without mmdebstrap. Default: none.
 */
export function catalogue(debianImage?: string): readonly Recipe[] {
  if (debianImage === undefined || debianImage === "") return [distribution, ...recipes];
  return recipes.map((recipe) =>
    recipe.base === distribution.name
      ? { name: recipe.name, folder: recipe.folder, arguments: { DEBIAN_IMAGE: debianImage } }
      : recipe,
  );
}
