import type Dockerode from "dockerode";

import { reasonOf } from "../../../engine";
import { pullImage } from "./transfer";
import { isImageId } from "../registry/reference";
import { unlessGone } from "../session";
import type { DockerContext } from "../session";

/**
 * Makes sure that an image is on the engine: what is there is used as it is, what is missing is pulled.
 * @throws Error with one line when it is nowhere to be had; nothing has been made then.
 */
export async function requireImage(
  docker: Dockerode,
  image: string,
  platform: string | undefined,
  ctx: DockerContext,
): Promise<void> {
  if (await unlessGone(docker.getImage(image).inspect())) return;
  if (isImageId(image)) {
    throw new Error(
      `The image ${image} is not on the engine at ${ctx.config.address}, and an image ID cannot be pulled: ` +
        `build or load it there, or name the image by repository and digest.`,
    );
  }
  try {
    await pullImage(docker, image, { platform }, ctx);
  } catch (error) {
    throw new Error(
      ctx.redact(
        `The image "${image}" is not on the engine at ${ctx.config.address} and cannot be pulled: ` +
          `${reasonOf(error)}. Build or load it there, or correct its name.`,
      ),
    );
  }
}
