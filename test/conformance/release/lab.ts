import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { resolve } from "node:path";
import { text } from "node:stream/consumers";

import Dockerode from "dockerode";

import type { OneOffContainer } from "../../../spec/container";

export const docker = new Dockerode();
export const root = resolve(__dirname, "../../..");

/** The engine as operations are told about it. */
export const engine = { endpoint: "unix:///var/run/docker.sock", certificates: undefined };

/** Any image with a shell and core tools. */
export const image = "palier/base:bookworm";
export const proxyImage = "palier/nginx:1.22";

/** A signal that never fires. */
export const calm = new AbortController().signal;

/** Starts the name of everything that one test makes; `close` removes all that has it. */
export class Lab {
  readonly name = `palier-test-release-${randomBytes(4).toString("hex")}`;
  readonly labels = { "palier.test": this.name };

  async volume(role: string): Promise<string> {
    const name = `${this.name}-${role}`;
    await docker.createVolume({ Name: name, Labels: this.labels });
    return name;
  }

  /** A container made like a released one, with a shell script in the place of an application. */
  async container(
    role: string,
    script: string,
    options: Dockerode.ContainerCreateOptions = {},
  ): Promise<Dockerode.Container> {
    const { HostConfig, Labels, ...rest } = options;
    return docker.createContainer({
      name: `${this.name}-${role}`,
      Image: image,
      Entrypoint: ["/bin/bash", "-c"],
      Cmd: [script],
      Labels: { ...this.labels, ...Labels },
      HostConfig: { Init: true, NetworkMode: "none", ...HostConfig },
      ...rest,
    });
  }

  /** A one-off container that runs a shell script. */
  script(script: string, changes: Partial<OneOffContainer> = {}): OneOffContainer {
    return {
      image,
      entrypoint: ["/bin/bash", "-c"],
      command: [script],
      environment: [],
      user: "1000:1000",
      mounts: [],
      tmpfs: {},
      networks: [],
      limits: { memory: 64, cpuShares: 128 },
      readOnlyRoot: true,
      labels: this.labels,
      ...changes,
    };
  }

  /** Names of all containers that this test made, or that were made for it. */
  async containers(): Promise<string[]> {
    return (await this.own()).map(({ Names }) => Names[0]?.slice(1) ?? "").sort();
  }

  async close(): Promise<void> {
    for (const { Id } of await this.own()) {
      await docker.getContainer(Id).remove({ force: true, v: true });
    }
    const { Volumes } = await docker.listVolumes();
    for (const { Name } of Volumes.filter((one) => one.Name.startsWith(this.name))) {
      await docker.getVolume(Name).remove();
    }
  }

  private async own(): Promise<Dockerode.ContainerInfo[]> {
    const all = await docker.listContainers({ all: true });
    return all.filter(
      ({ Names, Labels }) =>
        Labels["palier.test"] === this.name || Names.some((name) => name.includes(this.name)),
    );
  }
}

/** Answer of an operation that was run as the deployment runs it. */
export interface OperationRun {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts `release/main.ts` with an operation and its input. */
export function startOperation(name: string, input: unknown): ChildProcessWithoutNullStreams {
  const args = ["--require", "./register.cjs", "release/main.ts", name];
  const child = spawn(process.execPath, args, { cwd: root });
  // An operation that refuses its name ends without reading its input.
  child.stdin.on("error", () => undefined);
  child.stdin.end(JSON.stringify(input));
  return child;
}

export async function runOperation(name: string, input: unknown): Promise<OperationRun> {
  const child = startOperation(name, input);
  const [stdout, stderr, [status]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "exit") as Promise<[number | null]>,
  ]);
  return { status, stdout, stderr };
}
