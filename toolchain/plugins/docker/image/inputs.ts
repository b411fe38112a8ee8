import { flag, list, mapOf, needed, object, oneOf, text } from "../shape";
import type { TypeOf } from "../shape";

/** How an image is built. */
export const buildShape = object({
  addHosts: list(text),
  args: mapOf(text),
  builderVersion: oneOf("BuilderV1", "BuilderBuildKit"),
  cacheFrom: object({ images: list(text) }),
  context: text,
  dockerfile: text,
  network: text,
  platform: text,
  target: text,
});

/** A build, decoded. */
export type BuildInputs = TypeOf<typeof buildShape>;

/** Every input of an Image. */
export const imageShape = object({
  build: buildShape,
  buildOnPreview: flag,
  imageName: needed(text),
  registry: object({ password: text, server: text, username: text }),
  skipPush: flag,
});

/** An Image's inputs, decoded. */
export type ImageInputs = TypeOf<typeof imageShape>;

/** The names of the inputs. */
export const imageInputs = [
  "build",
  "buildOnPreview",
  "imageName",
  "registry",
  "skipPush",
] as const;
