import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { gunzipSync } from "node:zlib";

import { containersOf, docker, networksOf, volumesOf } from "./engine";

/** What was found somewhere. */
export interface Evidence {
  /** Kind of place and what of it, such as "inspect: web-1". */
  readonly place: string;
  readonly content: string | Buffer;
}

/** What `docker inspect` and `docker image history` show of everything that a stack has, and the logs that containers have now. */
export async function inspected(stack: string): Promise<Evidence[]> {
  const found: Evidence[] = [];
  const keep = (place: string, answer: unknown): void => {
    found.push({ place, content: JSON.stringify(answer) });
  };
  const images = new Set<string>();
  for (const { id, name } of await containersOf(stack)) {
    const container = docker.getContainer(id);
    const shown = await container.inspect();
    images.add(shown.Image);
    keep(`inspect: ${name}`, shown);
    keep(`changed files: ${name}`, await container.changes());
    if (shown.State.Running) keep(`docker top: ${name}`, await container.top());
    const log = await container.logs({ stdout: true, stderr: true });
    found.push({ place: `container log: ${name}`, content: log });
  }
  for (const id of images) {
    keep(`inspect: image ${id}`, await docker.getImage(id).inspect());
    keep(`history: ${id}`, await docker.getImage(id).history());
  }
  for (const name of await volumesOf(stack))
    keep(`inspect: volume ${name}`, await docker.getVolume(name).inspect());
  for (const name of await networksOf(stack))
    keep(`inspect: network ${name}`, await docker.getNetwork(name).inspect());
  return found;
}

/** All files of a volume as one archive. */
export async function volumeContent(stack: string, volume: string): Promise<Buffer> {
  const container = await docker.createContainer({
    Image: "palier/nginx:1.22",
    Labels: { "palier.stack": stack },
    HostConfig: { Mounts: [{ Type: "volume", Source: volume, Target: "/looked-at" }] },
  });
  try {
    return await buffer(await container.getArchive({ path: "/looked-at" }));
  } finally {
    await container.remove();
  }
}

/**
 * Files below a folder, unpacked where they are compressed.
 * @param wanted Whether a path, relative to the folder, counts.
 * @param since Older files are left out, in milliseconds since 1970.
 */
export function filesBelow(
  kind: string,
  folder: string,
  wanted: (path: string) => boolean = () => true,
  since = 0,
): Evidence[] {
  const look = (below: string): Evidence[] =>
    readdirSync(join(folder, below), { withFileTypes: true }).flatMap((entry) => {
      const path = join(below, entry.name);
      if (!wanted(path)) return [];
      if (entry.isDirectory()) return look(path);
      const bytes = entry.isFile() ? read(join(folder, path), since) : undefined;
      return bytes === undefined ? [] : [{ place: `${kind}: ${path}`, content: bytes }];
    });
  return existsSync(folder) ? look("") : [];
}

function read(path: string, since: number): Buffer | undefined {
  try {
    const { mtimeMs } = statSync(path);
    if (mtimeMs < since) return undefined;
    const bytes = readFileSync(path);
    return bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes;
  } catch {
    // A folder, a socket, or something of another process that is gone by now.
    return undefined;
  }
}
