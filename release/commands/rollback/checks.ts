import type Dockerode from "dockerode";

import type { ReleaseSpec } from "../../../spec/deployment";
import { availabilityOf } from "../../engine/availability";
import { OperationFailure } from "../../failure";
import { describeRelease } from "../text";

/** What a name of an image stands for now; undefined when it stands for nothing. */
export type Pin = (reference: string) => string | undefined;

/**
 * Whether the release to go back to can still be deployed: its image may have been removed, and a
 * tag may stand for another one by now.
 * @throws OperationFailure with one line.
 */
export async function checkTarget(docker: Dockerode, to: ReleaseSpec, pin: Pin): Promise<void> {
  if (pin(to.reference) !== to.image) {
    throw new OperationFailure(
      `${to.reference} is not the image of ${describeRelease(to)} any more: build that version again under a tag of its own and release it, or choose another with TO=; nothing was changed.`,
    );
  }
  const found = await availabilityOf(docker, to.image);
  switch (found.where) {
    case "engine":
    case "registry":
      return;
    case "nowhere":
    case "unknown":
      throw new OperationFailure(
        `The image of ${describeRelease(to)} is not on the engine, and its registry does not give it (${to.image}: ${found.reason}): bring it back there, or choose another release with TO=; nothing was changed.`,
      );
  }
}
