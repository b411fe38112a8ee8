import fs from "node:fs";
import type Dockerode from "dockerode";

/** Room that one image needs while it is built: the largest (PostgreSQL) takes 370 MB plus archives. */
export const bytesPerImage = 350 * 1024 * 1024;

/**
 * Fails with one line when the engine's data folder lacks the room to build `count` images.
 * An engine on another machine, or whose folder cannot be seen, is not checked.
 */
export async function checkSpace(docker: Dockerode, count: number): Promise<void> {
  const endpoint = process.env.DOCKER_HOST ?? "unix://";
  if (count === 0 || !endpoint.startsWith("unix://")) return;
  const { DockerRootDir: folder } = (await docker.info()) as { DockerRootDir: string };
  const free = freeBytes(folder);
  if (free !== undefined) assertSpace(folder, free, count);
}

/** Bytes an ordinary user may still write below a folder; undefined when it cannot be seen. */
export function freeBytes(folder: string): number | undefined {
  try {
    const { bavail, bsize } = fs.statfsSync(folder);
    return bavail * bsize;
  } catch {
    return undefined;
  }
}

/** Fails with one line when `free` bytes are too few to build `count` images in `folder`. */
export function assertSpace(folder: string, free: number, count: number): void {
  const needed = count * bytesPerImage;
  if (free >= needed) return;
  throw new Error(
    `not enough disk space to build ${count} images: ${folder} has ${megabytes(free)} free and ` +
      `${megabytes(needed)} are needed; free some space or move the engine's data folder`,
  );
}

function megabytes(bytes: number): string {
  return `${Math.floor(bytes / 1024 / 1024)} MB`;
}
