import type Dockerode from "dockerode";

import { OperationFailure, reasonOf, statusOf } from "../failure";
import { report } from "../progress";

/** Makes sure that the engine has an image, pulling it when it can come from a registry. */
export async function ensureImage(docker: Dockerode, image: string): Promise<void> {
  try {
    await docker.getImage(image).inspect();
    return;
  } catch (error) {
    if (statusOf(error) !== 404) throw error;
  }
  if (image.startsWith("sha256:")) {
    throw new OperationFailure(
      `The engine has no image ${image.slice(0, 19)}: it was removed after the preview. Run make images, then try again.`,
    );
  }
  report(`pulling ${image}`);
  try {
    const stream = await docker.pull(image);
    await new Promise<void>((resolve, reject) => {
      docker.modem.followProgress(stream, (error) => {
        if (error) reject(error);
        else resolve();
      });
    });
  } catch (error) {
    throw new OperationFailure(`Image ${image} cannot be pulled: ${reasonOf(error)}`);
  }
}
