import type { ContainerInputs } from "./types";

/**
 * Whether a container is meant to stay up. A task is waited for (`attach`), removed when it ends
 * (`rm`), or may be found ended (`mustRun: false`) without a restart policy that brings it back.
 */
export function isLongRunning({ attach, rm, mustRun, restart }: ContainerInputs): boolean {
  if (attach === true || rm === true) return false;
  return mustRun !== false || restart === "always" || restart === "unless-stopped";
}
