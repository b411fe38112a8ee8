import Dockerode from "dockerode";
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { pack } from "tar-stream";
import { Readable } from "node:stream";

export const docker = new Dockerode();

/** Prefix of every object that these tests create. */
export const prefix = `palier-images-test-${process.pid}`;

const containers = new Set<string>();
const volumes = new Set<string>();

export interface Hardened {
  readonly image: string;
  readonly user: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly command?: readonly string[];
  /** Folders that get a tmpfs. */
  readonly tmpfs?: readonly string[];
  /** Folder to volume name. */
  readonly volumes?: Readonly<Record<string, string>>;
  /** Files to put into the container before it starts, absolute path to content. */
  readonly files?: Readonly<Record<string, string>>;
}

export interface Result {
  readonly status: number;
  readonly output: string;
}

/** Starts a container the way the declarations do: nothing writable, no rights, a given user. */
export async function startHardened(options: Hardened): Promise<Dockerode.Container> {
  const files = await fileVolumes(options.files ?? {});
  const container = await docker.createContainer({
    name: `${prefix}-${containers.size}`,
    Image: options.image,
    User: options.user,
    Env: Object.entries(options.environment ?? {}).map(([key, value]) => `${key}=${value}`),
    ...(options.command ? { Cmd: [...options.command] } : {}),
    HostConfig: {
      ReadonlyRootfs: true,
      CapDrop: ["ALL"],
      SecurityOpt: ["no-new-privileges"],
      Init: true,
      Memory: 512 * 1024 * 1024,
      Tmpfs: Object.fromEntries((options.tmpfs ?? []).map((folder) => [folder, ""])),
      Binds: [
        ...Object.entries(options.volumes ?? {}).map(([folder, volume]) => `${volume}:${folder}`),
        ...files,
      ],
    },
  });
  containers.add(container.id);
  await container.start();
  return container;
}

/** Runs a container to its end. */
export async function runHardened(options: Hardened): Promise<Result> {
  const container = await startHardened(options);
  const { StatusCode: status } = (await container.wait()) as { StatusCode: number };
  return { status, output: await logsOf(container) };
}

export async function execute(
  container: Dockerode.Container,
  command: readonly string[],
  environment: readonly string[] = [],
): Promise<Result> {
  const exec = await container.exec({
    Cmd: [...command],
    Env: [...environment],
    AttachStdout: true,
    AttachStderr: true,
  });
  const stream = await exec.start({});
  const output = demultiplex(await collect(stream));
  const { ExitCode: status } = await exec.inspect();
  return { status: status ?? -1, output };
}

export async function logsOf(container: Dockerode.Container): Promise<string> {
  return demultiplex(await container.logs({ stdout: true, stderr: true }));
}

/** Polls a command until it succeeds; fails with the container's log when it does not. */
export async function untilSucceeds(
  container: Dockerode.Container,
  command: readonly string[],
): Promise<Result> {
  for (let attempt = 0; attempt < 150; attempt++) {
    const { State: state } = await container.inspect();
    if (!state.Running) break;
    const result = await execute(container, command);
    if (result.status === 0) return result;
    await sleep(200);
  }
  return assert.fail(`"${command.join(" ")}" never succeeded:\n${await logsOf(container)}`);
}

export async function createVolume(role: string): Promise<string> {
  const name = `${prefix}-${role}-${volumes.size}`;
  await docker.createVolume({ Name: name });
  volumes.add(name);
  return name;
}

/** Removes every container and volume that the tests of this process made. */
export async function cleanUp(): Promise<void> {
  for (const id of containers) {
    await docker.getContainer(id).remove({ force: true, v: true }).catch(ignoreMissing);
  }
  for (const name of volumes) await docker.getVolume(name).remove().catch(ignoreMissing);
}

/** Lets pass that an object to remove is gone already. */
export function ignoreMissing(error: unknown): void {
  if ((error as { statusCode?: number }).statusCode !== 404) throw error as Error;
}

// A read-only root takes no files, so each folder of files becomes a volume, filled by a container
// that is never started.
async function fileVolumes(files: Readonly<Record<string, string>>): Promise<string[]> {
  const folders = new Map<string, [string, string][]>();
  for (const [file, content] of Object.entries(files)) {
    const cut = file.lastIndexOf("/");
    const folder = file.slice(0, cut);
    folders.set(folder, [...(folders.get(folder) ?? []), [file.slice(cut + 1), content]]);
  }
  const binds: string[] = [];
  for (const [folder, entries] of folders) {
    const volume = await createVolume("files");
    const filler = await docker.createContainer({
      Image: "palier/debian:bookworm",
      HostConfig: { Binds: [`${volume}:/fill`] },
    });
    const archive = pack();
    for (const [name, content] of entries) {
      archive.entry({ name, mode: content.startsWith("#!") ? 0o755 : 0o644 }, content);
    }
    archive.finalize();
    try {
      await filler.putArchive(Readable.from(archive), { path: "/fill" });
    } finally {
      await filler.remove({ force: true, v: true });
    }
    binds.push(`${volume}:${folder}:ro`);
  }
  return binds;
}

async function collect(stream: NodeJS.ReadableStream): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

// The engine frames output: one byte of stream, three empty, four of length, then the content.
function demultiplex(framed: Buffer): string {
  let text = "";
  for (let at = 0; at + 8 <= framed.length;) {
    const length = framed.readUInt32BE(at + 4);
    text += framed.subarray(at + 8, at + 8 + length).toString();
    at += 8 + length;
  }
  return text;
}
