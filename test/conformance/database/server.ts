import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";

import Docker from "dockerode";
import { pack } from "tar-stream";

import { loadImageLock } from "../../../config/load-images";
import { resolve } from "../../../config/resolve";
import type { ContainerSpec } from "../../../spec/container";
import type { ApplicationSpec, DeploymentSpec } from "../../../spec/deployment";
import type { FileContent, FilesVolumeSpec } from "../../../spec/files";
import { imageLock } from "../../fixtures/image-lock";
import { development } from "../../fixtures/stack-config";

const docker = new Docker();
const root = join(__dirname, "..", "..", "..");

/** What a command answered. */
export interface Answer {
  readonly exitCode: number;
  readonly output: string;
}

/** The fixture, resolved with images of this machine and names that no one else uses. */
export function deploymentForEngine(config = development): DeploymentSpec {
  const built = loadImageLock(root);
  for (const image of [
    ...Object.values(config.images.postgresql),
    ...Object.values(config.images.mariadb),
    config.images.redis,
  ]) {
    if (built[image] === undefined) throw new Error(`${image} is missing; run make images`);
  }
  const project = `palier-test-${randomBytes(4).toString("hex")}`;
  const images = { ...imageLock, ...built };
  return resolve({ project, stack: "t", config, images });
}

/** The application of that deployment. */
export function resolveForEngine(config = development): ApplicationSpec {
  const [application] = deploymentForEngine(config).applications;
  if (application === undefined) throw new Error("the fixture has an application");
  return application;
}

/** Runs declared containers on the real engine, the way the components create them, and removes all again. */
export class Server {
  private readonly containers: Docker.Container[] = [];
  private readonly volumes = new Set<string>();

  constructor(
    private readonly application: ApplicationSpec,
    private readonly secrets: Readonly<Record<string, string>>,
  ) {}

  /** Creates the network and the filled volumes, then starts the container. */
  async start(spec: ContainerSpec, files: readonly FilesVolumeSpec[]): Promise<Docker.Container> {
    const { name } = this.application.network;
    await docker.createNetwork({ Name: name, Internal: true });
    for (const mount of spec.mounts) {
      this.volumes.add(mount.source);
      await docker.createVolume({ Name: mount.source });
    }
    for (const volume of files) await this.fill(volume);
    const container = await docker.createContainer(engineOptions(spec));
    this.containers.push(container);
    await container.start();
    return container;
  }

  /** Runs one command in a container of its own on the application's network. */
  async client(image: string, command: readonly string[], env: readonly string[]): Promise<Answer> {
    const container = await docker.createContainer({
      name: this.helperName(),
      Image: image,
      Entrypoint: [...command],
      Cmd: [],
      Env: [...env],
      Tty: true,
      HostConfig: { NetworkMode: this.application.network.name },
    });
    this.containers.push(container);
    await container.start();
    const { StatusCode: exitCode } = (await container.wait()) as { StatusCode: number };
    return { exitCode, output: await logs(container) };
  }

  /** Removes everything that was created, also after a failure. */
  async remove(): Promise<void> {
    for (const container of this.containers) await container.remove({ force: true, v: true });
    await docker.getNetwork(this.application.network.name).remove();
    for (const volume of this.volumes) await docker.getVolume(volume).remove();
  }

  private helperName(): string {
    return `${this.application.network.name}-helper-${this.containers.length}`;
  }

  private async fill({ volume, uid, gid, files, helperImage }: FilesVolumeSpec): Promise<void> {
    const helper = await docker.createContainer({
      name: this.helperName(),
      Image: helperImage,
      HostConfig: { Mounts: [{ Type: "volume", Source: volume, Target: "/files" }] },
    });
    this.containers.push(helper);
    this.volumes.add(volume);
    const archive = pack();
    for (const { path, mode, content } of files) {
      archive.entry({ name: path, uid, gid, mode: parseInt(mode, 8) }, this.text(content));
    }
    archive.finalize();
    await helper.putArchive(Readable.from(archive), { path: "/files" });
  }

  private text(content: FileContent): string {
    switch (content.from) {
      case "text":
        return content.text;
      case "secret":
        return this.secrets[content.secret] ?? "";
      case "template":
        return content.secrets.reduce(
          (text, name) => text.replaceAll(`{{${name}}}`, this.secrets[name] ?? ""),
          content.text,
        );
      case "url": {
        const { scheme, user, secret, host, port, path } = content;
        const password = encodeURIComponent(this.secrets[secret] ?? "");
        return `${scheme}://${encodeURIComponent(user)}:${password}@${host}:${port}${path}`;
      }
    }
  }
}

/** Runs a command inside a running container. */
export async function run(container: Docker.Container, ...command: string[]): Promise<Answer> {
  const exec = await container.exec({
    Cmd: command,
    AttachStdout: true,
    AttachStderr: true,
    Tty: true,
  });
  const stream = await exec.start({ Tty: true });
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  const { ExitCode: exitCode } = await exec.inspect();
  return { exitCode: exitCode ?? -1, output: Buffer.concat(chunks).toString().trim() };
}

/** Waits for a state of health or the end of the process, and tells which came. */
export async function settled(container: Docker.Container): Promise<string> {
  for (;;) {
    const { State: state } = await container.inspect();
    if (!state.Running && !state.Restarting) return "exited";
    const health = state.Health?.Status ?? "none";
    if (health !== "starting") return health;
    await sleep(200);
  }
}

/** All that a container has printed. */
export async function logs(container: Docker.Container): Promise<string> {
  return (await container.logs({ stdout: true, stderr: true })).toString();
}

function engineOptions(spec: ContainerSpec): Docker.ContainerCreateOptions {
  const second = 1_000_000_000;
  return {
    name: spec.name,
    Image: spec.image,
    Cmd: [...spec.command],
    Env: [...spec.environment],
    User: spec.user,
    StopSignal: spec.stopSignal,
    Healthcheck: spec.healthCheck && {
      Test: ["CMD", ...spec.healthCheck.command],
      // More often than declared, so that the test does not sit and wait.
      Interval: second,
      Timeout: 4 * second,
      Retries: spec.healthCheck.retries,
      StartPeriod: 60 * second,
    },
    HostConfig: {
      Init: true,
      ReadonlyRootfs: spec.readOnlyRoot,
      CapDrop: ["ALL"],
      SecurityOpt: ["no-new-privileges"],
      Memory: spec.limits.memory * 1024 * 1024,
      MemorySwap: spec.limits.memory * 1024 * 1024,
      Tmpfs: { ...spec.tmpfs },
      Mounts: spec.mounts.map(({ type, source, target, readOnly }) => ({
        Type: type,
        Source: source,
        Target: target,
        ReadOnly: readOnly,
      })),
      NetworkMode: spec.networks[0]?.network,
    },
    NetworkingConfig: {
      EndpointsConfig: Object.fromEntries(
        spec.networks.map(({ network, aliases }) => [network, { Aliases: [...aliases] }]),
      ),
    },
  };
}
