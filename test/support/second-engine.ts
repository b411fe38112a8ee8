import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import Docker from "dockerode";

import { processesNaming, until } from "./processes";

/** The group that may use the engine's socket; it exists in the tests' ssh server only. */
export const engineGroup = 47110;

/** Where the published ports of a second engine with networks of its own are, as seen from this machine. */
export const secondAddress = `10.199.${process.pid % 250}.2`;
const gateway = `10.199.${process.pid % 250}.1`;

/** What containers of a second engine get: no network at all, or networks as on any engine. */
export type SecondNetworks = "none" | "own";

/**
 * A second Docker engine on this machine, which shares nothing with the first. It is in a network
 * namespace of its own, where its published ports are: an engine without a bridge would remove
 * docker0, the first one's.
 */
export class SecondEngine {
  readonly folder = mkdtempSync(path.join(tmpdir(), "palier-test-second-engine-"));
  readonly socket = path.join(this.folder, "docker.sock");
  /** The engine, asked directly. */
  readonly docker = new Docker({ socketPath: this.socket });
  private holder: ChildProcess | undefined;
  private process: ChildProcess | undefined;
  private log = "";

  constructor(private readonly networks: SecondNetworks = "none") {
    chmodSync(this.folder, 0o755);
  }

  async start(): Promise<void> {
    await this.holdNamespace();
    const at = (name: string): string => path.join(this.folder, name);
    const bridge =
      this.networks === "none" ? ["--bridge", "none", "--iptables=false", "--ip6tables=false"] : [];
    const child = spawn(
      "nsenter",
      [
        ...[this.namespace(), "dockerd"],
        ...["--data-root", at("data"), "--exec-root", at("exec"), "--pidfile", at("pid")],
        ...["--host", `unix://${this.socket}`, "--group", String(engineGroup)],
        ...[...bridge, "--log-level", "warn"],
      ],
      { stdio: ["ignore", "ignore", "pipe"], detached: true },
    );
    this.process = child;
    child.stderr.on("data", (data: Buffer) => (this.log += data.toString()));
    let answers = false;
    const ask = (): void => {
      this.docker.ping().then(
        () => (answers = true),
        () => undefined,
      );
    };
    await until(
      "the second engine",
      () => {
        if (child.exitCode !== null) throw new Error(`the second engine ended:\n${this.log}`);
        if (!answers && existsSync(this.socket)) ask();
        return answers;
      },
      60_000,
    );
  }

  /** For nsenter: the network namespace of the engine. */
  namespace(): string {
    return `--net=/proc/${this.holder?.pid ?? ""}/ns/net`;
  }

  async stop(): Promise<void> {
    await this.end("SIGTERM");
  }

  /** Ends the engine without a warning. Its containers run on. */
  async kill(): Promise<void> {
    await this.end("SIGKILL");
    rmSync(path.join(this.folder, "pid"), { force: true });
    // The engine's own containerd follows it. Where nobody takes note of its end, a new engine would take
    // it for alive, by its number, and wait for it in vain.
    const file = path.join(this.folder, "exec/containerd/containerd.pid");
    const containerd = readFileSync(file, "utf8").trim();
    await until("the end of containerd", () => !existsSync(`/proc/${containerd}/exe`), 30_000);
    rmSync(file);
  }

  /** Takes an image over from the first engine. */
  async takeOver(from: Docker, image: string): Promise<void> {
    const archive = await from.getImage(image).get();
    const loaded = await this.docker.loadImage(archive);
    await new Promise((resolve, reject) => {
      this.docker.modem.followProgress(loaded, (error: Error | null) => {
        if (error) reject(error);
        else resolve(undefined);
      });
    });
  }

  async remove(): Promise<void> {
    await this.stop();
    this.killContainers();
    this.holder?.kill("SIGKILL");
    const mounts = readFileSync("/proc/mounts", "utf8")
      .split("\n")
      .map((line) => line.split(" ")[1] ?? "")
      .filter((mount) => mount.startsWith(`${this.folder}/`));
    for (const mount of mounts.reverse()) execFileSync("umount", ["--lazy", mount]);
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** An engine that was killed and not started again has left them running. */
  private killContainers(): void {
    for (const shim of processesNaming(`${this.folder}/exec/containerd`).keys()) {
      const container = childrenOf(shim);
      for (const pid of [shim, ...container]) kill(pid);
    }
  }

  /** The namespace outlives the engine, so that a new one finds the networks of the old. */
  private async holdNamespace(): Promise<void> {
    if (this.holder !== undefined) return;
    // Ends with these tests, however they end: its input is closed then.
    const script = "ip link set lo up && echo ready && exec cat >/dev/null";
    const holder = spawn("unshare", ["--net", "sh", "-c", script], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    this.holder = holder;
    await once(holder.stdout, "data");
    if (this.networks === "own") this.connect(holder.pid ?? 0);
  }

  /** A link from this machine to the published ports. */
  private connect(pid: number): void {
    const run = (...words: string[]): void => {
      execFileSync("ip", words);
    };
    const link = `pt${pid}`;
    run("link", "add", link, "type", "veth", "peer", "name", "eth0", "netns", String(pid));
    run("address", "add", `${gateway}/30`, "dev", link);
    run("link", "set", link, "up");
    const inside = (...words: string[]): void => {
      execFileSync("nsenter", [this.namespace(), "ip", ...words]);
    };
    inside("address", "add", `${secondAddress}/30`, "dev", "eth0");
    inside("link", "set", "eth0", "up");
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const child = this.process;
    if (child?.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, "exit");
    child.kill(signal);
    await gone;
  }
}

/** Processes below another one, at any depth. */
function childrenOf(pid: number): number[] {
  const { stdout } = spawnSync("pgrep", ["--parent", String(pid)], { encoding: "utf8" });
  const children = stdout.split("\n").filter(Boolean).map(Number);
  return children.flatMap((child) => [child, ...childrenOf(child)]);
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}
