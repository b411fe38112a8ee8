import { posix } from "node:path";

import { boundFolder } from "./bound-folder";
import type { VolumeInputs } from "./inputs";
import { types } from "./types";
import { judgeAll } from "./unknown";
import { workloadOf } from "./workload";

/** Visits the paths of the engine's host that a container, a service or a volume leads to. */
export function eachHostPath(type: string, inputs: object, visit: (path: string) => void): void {
  const visitPath = (source: string | undefined): void => {
    const path = hostPath(source);
    if (path !== undefined) visit(path);
  };
  if (type === types.volume) visitPath(boundFolder((inputs as VolumeInputs).driverOpts));
  workloadOf(type, inputs)?.eachMount((mount) => {
    judgeAll([
      () => {
        visitPath(mount.source);
      },
      () => {
        visitPath(mount.device);
      },
    ]);
  });
}

/** Whether a path is a folder or lies in it. */
export function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith("/") ? folder : `${folder}/`);
}

const engineSockets = ["docker.sock", "containerd.sock", "podman.sock", "crio.sock"];

/** Whether a path is the socket of a container engine, by its name. */
export function isEngineSocket(path: string): boolean {
  return engineSockets.includes(posix.basename(path));
}

/**
 * A path of the host without detours; undefined for what is none, as the name of a volume. On today's
 * distributions /var/run is a link to /run.
 */
export function hostPath(source: string | undefined): string | undefined {
  if (source?.startsWith("/") !== true) return undefined;
  return posix
    .normalize(source)
    .replace(/(?<=.)\/$/, "")
    .replace(/^\/var\/run(?=\/|$)/, "/run");
}
