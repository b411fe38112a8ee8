import type Dockerode from "dockerode";
import { extract, pack } from "tar-stream";

import { statusOf } from "../failure";
import { ensureImage } from "./image";

/** A file inside a volume. */
export interface ArchiveFile {
  /** Relative to the volume's root. */
  readonly path: string;
  readonly content: string;
  /** Octal, for example "0400". */
  readonly mode: string;
}

/** A volume as seen through a container that is created, never started, and removed. */
export interface VolumeAccess {
  write(
    files: readonly ArchiveFile[],
    owner: { readonly uid: number; readonly gid: number },
  ): Promise<void>;
  /** Content of a file, or undefined when there is none. */
  read(path: string): Promise<string | undefined>;
  /** Paths of all files. */
  list(): Promise<string[]>;
  /** All files below a folder, or none when there is no such folder. */
  readAll(folder: string): Promise<{ readonly path: string; readonly content: string }[]>;
}

/** Where the volume is inside of the container that gives access to it. */
export const volumeMountPoint = "/palier-volume";
const mountPoint = volumeMountPoint;

/**
 * Opens a volume for reading and writing whole files through the engine's archive call, which works
 * on every endpoint and needs no process in a container.
 */
export async function withVolume<Result>(
  docker: Dockerode,
  volume: string,
  image: string,
  labels: Readonly<Record<string, string>>,
  use: (access: VolumeAccess) => Promise<Result>,
): Promise<Result> {
  await ensureImage(docker, image);
  const helper = await docker.createContainer({
    Image: image,
    Entrypoint: ["/never-started"],
    Labels: { ...labels, "palier.component": "helper" },
    HostConfig: {
      NetworkMode: "none",
      Mounts: [{ Type: "volume", Source: volume, Target: mountPoint }],
    },
  });
  try {
    return await use(accessThrough(helper));
  } finally {
    // With the volumes that its image declares, which nobody asked for here.
    await helper.remove({ force: true, v: true });
  }
}

/** Access to the volume that a container has at `volumeMountPoint`; it need not run. */
export function accessThrough(container: Dockerode.Container): VolumeAccess {
  // The archive of a folder names its entries from the folder's own name on.
  const readAll = async (path: string) =>
    ((await readEntries(container, path)) ?? []).map((entry) => ({
      path: entry.path.split("/").slice(1).join("/"),
      content: entry.content,
    }));
  return {
    write: async (files, owner) => {
      await container.putArchive(await toTar(files, owner), { path: mountPoint });
    },
    read: async (path) => {
      const entries = await readEntries(container, `${mountPoint}/${path}`);
      return entries?.[0]?.content;
    },
    list: async () => (await readAll(mountPoint)).map(({ path }) => path),
    readAll: (folder) => readAll(`${mountPoint}/${folder}`),
  };
}

async function toTar(
  files: readonly ArchiveFile[],
  owner: { readonly uid: number; readonly gid: number },
): Promise<Buffer> {
  const archive = pack();
  // A fixed time keeps the archive of the same files the same.
  const mtime = new Date(0);
  for (const folder of foldersOf(files)) {
    // Folders stay root's, like the volume's own: what tidies up is root without any rights over others.
    archive.entry({ name: `${folder}/`, type: "directory", mode: 0o755, mtime, uid: 0, gid: 0 });
  }
  for (const { path, content, mode } of files) {
    archive.entry({ name: path, mode: Number.parseInt(mode, 8), mtime, ...owner }, content);
  }
  archive.finalize();
  return collect(archive);
}

function foldersOf(files: readonly ArchiveFile[]): string[] {
  const folders = files.flatMap(({ path }) => {
    const parts = path.split("/").slice(0, -1);
    return parts.map((_, index) => parts.slice(0, index + 1).join("/"));
  });
  return [...new Set(folders)].sort();
}

async function readEntries(
  container: Dockerode.Container,
  path: string,
): Promise<{ readonly path: string; readonly content: string }[] | undefined> {
  let archive: NodeJS.ReadableStream;
  try {
    archive = await container.getArchive({ path });
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    throw error;
  }
  const files: { path: string; content: string }[] = [];
  const entries = archive.pipe(extract());
  for await (const entry of entries) {
    const content = await collect(entry);
    if (entry.header.type === "file")
      files.push({ path: entry.header.name, content: content.toString("utf8") });
  }
  return files;
}

async function collect(stream: AsyncIterable<unknown>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks);
}
