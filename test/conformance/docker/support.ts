import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import Docker from "dockerode";

import { startProvider } from "../../support/provider";
import type { Provider, StartOptions, Subject } from "../../support/provider";
import type { Wire, WireProperties } from "../../support/wire";
import { downloadPackage } from "./debian-package";

/** Everything that these tests make on the engine has a name that starts so. */
export const prefix = "palier-test-docker";

/** An image with a shell and little else. */
export const image = "palier-test/busybox:1";

/** A port that other test runs on this machine do not use: below the ephemeral ones, moved by the process id. */
export function testPort(index: number): number {
  return 21000 + ((process.pid * 7) % 9000) + index;
}

/** The engine, asked directly, to see what the plugin really did. */
export const docker = new Docker({ socketPath: "/var/run/docker.sock" });

export function subject(type: string, name: string): Subject {
  return {
    type: `docker:index/${type.charAt(0).toLowerCase()}${type.slice(1)}:${type}`,
    name: `${prefix}-${name}`,
  };
}

export async function startDocker(options: StartOptions = {}): Promise<Provider> {
  await requireImage();
  return startProvider("toolchain/plugins/docker/main.ts", options);
}

/** An output that has to be text. */
export function textOf(value: Wire | undefined): string {
  assert.equal(typeof value, "string");
  return value as string;
}

/** A program without some of its inputs. */
export function without(program: WireProperties, ...names: string[]): WireProperties {
  return Object.fromEntries(Object.entries(program).filter(([name]) => !names.includes(name)));
}

/** A resource as the engine keeps it in state. */
export interface State {
  readonly id: string;
  readonly inputs: WireProperties;
  readonly outputs: WireProperties;
}

/** What a program does with one resource, with the calls in the order of the engine. */
export class Resource {
  constructor(
    readonly provider: Provider,
    readonly subject: Subject,
  ) {}

  async inputs(program: WireProperties, olds?: WireProperties): Promise<WireProperties> {
    const { inputs, failures } = await this.provider.check(this.subject, program, olds);
    assert.deepEqual(failures, []);
    return inputs;
  }

  async create(program: WireProperties): Promise<State> {
    const inputs = await this.inputs(program);
    return { inputs, ...(await this.provider.create(this.subject, inputs)) };
  }

  /** What the next preview would say. */
  async diff(state: State, program: WireProperties): ReturnType<Provider["diff"]> {
    const news = await this.inputs(program, state.inputs);
    return this.provider.diff(this.subject, state.id, state, news);
  }

  async update(state: State, program: WireProperties): Promise<State> {
    const inputs = await this.inputs(program, state.inputs);
    const outputs = await this.provider.update(this.subject, state.id, state, inputs);
    return { id: state.id, inputs, outputs };
  }

  async refresh(state: State): Promise<State | undefined> {
    return this.provider.read(this.subject, state.id, state);
  }

  async import(id: string): Promise<State | undefined> {
    return this.provider.read(this.subject, id);
  }

  async delete(state: State): Promise<void> {
    await this.provider.delete(this.subject, state.id, state.outputs, { oldInputs: state.inputs });
  }
}

/** Removes whatever these tests left, also when they failed half-way. */
export async function cleanUp(): Promise<void> {
  const filters = { name: [prefix] };
  for (const { Id } of await docker.listContainers({ all: true, filters })) {
    await docker.getContainer(Id).remove({ force: true, v: true });
  }
  for (const { Id } of await docker.listNetworks({ filters })) await docker.getNetwork(Id).remove();
  const { Volumes } = await docker.listVolumes({ filters });
  for (const { Name } of Volumes) await docker.getVolume(Name).remove();
}

/** Makes the test image from the distribution's static busybox, once per machine. */
export async function requireImage(): Promise<void> {
  const known = await docker.listImages({ filters: { reference: [image] } });
  if (known.length > 0) return;
  const folder = mkdtempSync(join(tmpdir(), "palier-busybox-"));
  try {
    chmodSync(folder, 0o777);
    downloadPackage("busybox-static", folder);
    execFileSync("sh", ["-c", "dpkg-deb -x busybox-static_*.deb extracted"], { cwd: folder });
    const root = join(folder, "root");
    mkdirSync(join(root, "bin"), { recursive: true });
    for (const name of ["tmp", "etc", "data"]) mkdirSync(join(root, name));
    copyFileSync(join(folder, "extracted/bin/busybox"), join(root, "bin/busybox"));
    const tools = [
      "sh",
      "sleep",
      "cat",
      "echo",
      "env",
      "test",
      "ls",
      "stat",
      "id",
      "true",
      "mount",
      "df",
    ];
    for (const tool of tools) symlinkSync("busybox", join(root, "bin", tool));
    const archive = execFileSync("tar", ["-C", root, "-c", "."], { maxBuffer: 64 * 1024 * 1024 });
    execFileSync("docker", ["import", "-", image], {
      input: archive,
      stdio: ["pipe", "pipe", "pipe"],
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
