import type Dockerode from "dockerode";

import { reasonOf, statusOf } from "../failure";

/** Whether a container could be made of an image. */
export type Availability =
  | { readonly where: "engine" | "registry" }
  /** Neither has it; a registry that refuses to tell counts, since it would refuse to give it. */
  | { readonly where: "nowhere"; readonly reason: string }
  /** The registry did not answer, so nobody knows. */
  | { readonly where: "unknown"; readonly reason: string };

/** Finds out where an image could come from, without pulling it. The engine asks the registry as it would for a pull. */
export async function availabilityOf(docker: Dockerode, image: string): Promise<Availability> {
  try {
    await docker.getImage(image).inspect();
    return { where: "engine" };
  } catch (error) {
    if (statusOf(error) !== 404) throw error;
  }
  if (image.startsWith("sha256:")) {
    return { where: "nowhere", reason: "an image ID is in no registry" };
  }
  try {
    await docker.getImage(image).distribution();
    return { where: "registry" };
  } catch (error) {
    const status = statusOf(error);
    if (status === undefined) throw error;
    const reason = plainReason(error);
    return { where: isRefusal(status, reason) ? "nowhere" : "unknown", reason };
  }
}

/** The engine answers 500 for much that is no fault of its own. */
function isRefusal(status: number, reason: string): boolean {
  return status < 500 || /manifest unknown|not found|denied|unauthorized|forbidden/i.test(reason);
}

/** Without the client's own words around the engine's. */
function plainReason(error: unknown): string {
  const [line = ""] = reasonOf(error).split("\n", 1);
  return line
    .replace(/^\(HTTP code \d+\) [^-]*- /, "")
    .trim()
    .slice(0, 200);
}
