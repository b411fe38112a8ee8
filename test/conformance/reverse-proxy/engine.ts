import { randomBytes } from "node:crypto";
import { Readable } from "node:stream";
import Docker from "dockerode";
import { pack } from "tar-stream";

export const engine = new Docker();

/** Image under test; its Dockerfile is images/nginx. */
export const proxyImage = "palier/nginx:1.22";

/** Any image with Python; runs the application behind the proxy. */
export const applicationImage = "palier/python:3.11";

/** Content by path. */
export type Files = Readonly<Record<string, string>>;

function archive(files: Files): NodeJS.ReadableStream {
  const tar = pack();
  for (const [name, content] of Object.entries(files)) {
    // Links are written as `-> target`.
    if (content.startsWith("-> ")) {
      tar.entry({ name, type: "symlink", linkname: content.slice(3) });
    } else {
      tar.entry({ name, mode: 0o644 }, content);
    }
  }
  tar.finalize();
  return Readable.from(tar);
}

/** Things created on the engine, all removed at the end, the last one first. */
export class Lab {
  readonly name = `palier-test-proxy-${randomBytes(4).toString("hex")}`;
  readonly #undo: (() => Promise<unknown>)[] = [];

  async network(): Promise<string> {
    const name = `${this.name}-net`;
    const network = await engine.createNetwork({ Name: name });
    this.#undo.push(() => network.remove());
    return name;
  }

  async volume(use: string, files: Files): Promise<string> {
    const name = `${this.name}-${use}`;
    await engine.createVolume({ Name: name });
    this.#undo.push(() => engine.getVolume(name).remove());
    await this.fill(name, files);
    return name;
  }

  /** Writes files into a volume through the archive call of a container that never starts. */
  async fill(volume: string, files: Files): Promise<void> {
    const helper = await engine.createContainer({
      Image: proxyImage,
      HostConfig: { Mounts: [{ Type: "volume", Source: volume, Target: "/fill" }] },
    });
    try {
      await helper.putArchive(archive(files), { path: "/fill" });
    } finally {
      await helper.remove({ force: true, v: true });
    }
  }

  async start(
    role: string,
    options: Docker.ContainerCreateOptions,
    files?: Files,
  ): Promise<Docker.Container> {
    const container = await engine.createContainer({ name: `${this.name}-${role}`, ...options });
    this.#undo.push(() => container.remove({ force: true, v: true }));
    if (files !== undefined) await container.putArchive(archive(files), { path: "/" });
    await container.start();
    return container;
  }

  async close(): Promise<void> {
    const problems: unknown[] = [];
    for (const undo of this.#undo.reverse()) {
      await undo().catch((error: unknown) => problems.push(error));
    }
    if (problems.length > 0) throw new AggregateError(problems, `Could not clean up ${this.name}`);
  }
}

/** Everything that a container printed so far, both streams. */
export async function logsOf(container: Docker.Container): Promise<string> {
  const frames = await container.logs({ stdout: true, stderr: true, follow: false });
  let text = "";
  for (let at = 0; at + 8 <= frames.length;) {
    const length = frames.readUInt32BE(at + 4);
    text += frames.subarray(at + 8, at + 8 + length).toString();
    at += 8 + length;
  }
  return text;
}

/** Asks until the answer is what it should be; fails with the last error after about 20 seconds. */
export async function eventually<T>(ask: () => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await ask();
    } catch (error) {
      if (attempt >= 100) throw error;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}
