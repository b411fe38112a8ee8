import assert from "node:assert/strict";
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";

import { downloadPackage } from "../docker/debian-package";
import { until } from "../../support/processes";
import { engineGroup } from "../../support/second-engine";

/** The password of every user of the tests' ssh server. */
export const password = "correct horse 4711";

/** Lines added to the configuration of a server. */
export type Settings = readonly string[];

/**
 * A real sshd on a port of the loopback address, with users of its own: `deploy` may use the second
 * engine, `stranger` may not. It runs in a mount namespace, so that this machine gets no users.
 */
export class SshServer {
  readonly folder = mkdtempSync(path.join(tmpdir(), "palier-test-sshd-"));
  readonly host = "127.0.0.1";
  port = 0;
  private readonly ssh = execFileSync("sh", ["-c", "command -v ssh"], { encoding: "utf8" }).trim();
  private process: ChildProcess | undefined;
  private madeRunFolder = false;

  constructor() {
    chmodSync(this.folder, 0o755);
    this.install();
    this.makeKey("host");
    this.makeKey("id");
    this.writeClient();
    this.write("authorized_keys", readFileSync(this.at("id.pub"), "utf8"));
    const hash = execFileSync("perl", ["-e", "print crypt($ARGV[0], q($6$palier$))", password]);
    const user = (name: string, id: number): string =>
      `${name}:${hash.toString()}:${id}:${id}::${this.at("home")}:/bin/sh\n`;
    const users = user("deploy", engineGroup) + user("stranger", engineGroup + 1);
    const privileges = "sshd:x:47109:65534::/run/sshd:/usr/sbin/nologin\n";
    this.write("passwd", readFileSync("/etc/passwd", "utf8") + users + privileges);
    const groups = `deploy:x:${engineGroup}:\nstranger:x:${engineGroup + 1}:\n`;
    this.write("group", readFileSync("/etc/group", "utf8") + groups);
    mkdirSync(this.at("home"));
    chmodSync(this.at("home"), 0o777);
  }

  at(name: string): string {
    return path.join(this.folder, name);
  }

  /** Starts the server; its port stays the same over restarts. */
  async start(settings: Settings = []): Promise<void> {
    this.port ||= await freePort();
    this.write(
      "sshd_config",
      [
        ...settings,
        `Port ${this.port}`,
        `ListenAddress ${this.host}`,
        `HostKey ${this.at("host")}`,
        `AuthorizedKeysFile ${this.at("authorized_keys")}`,
        "StrictModes no",
        "UsePAM no",
        "PidFile none",
        "AcceptEnv GREETING PULUMI_COMMAND_STDOUT PULUMI_COMMAND_STDERR",
        "Subsystem sftp internal-sftp",
        "",
      ].join("\n"),
    );
    if (!existsSync("/run/sshd")) {
      mkdirSync("/run/sshd", { mode: 0o755 });
      this.madeRunFolder = true;
    }
    const script =
      'mount --bind "$1/passwd" /etc/passwd && mount --bind "$1/group" /etc/group && exec "$1/root/usr/sbin/sshd" -D -e -f "$1/sshd_config"';
    const child = spawn("unshare", ["--mount", "sh", "-c", script, "sh", this.folder], {
      env: { ...process.env, LD_LIBRARY_PATH: this.libraries() },
      stdio: ["ignore", "ignore", "pipe"],
      detached: true,
    });
    let log = "";
    child.stderr.on("data", (data: Buffer) => {
      log += data.toString();
      writeFileSync(this.at("log"), log);
    });
    this.process = child;
    await until("the ssh server", () => {
      if (child.exitCode !== null) throw new Error(`sshd ended:\n${log}`);
      return log.includes("Server listening");
    });
  }

  /** Ends the server and the connections that it has. */
  async stop(): Promise<void> {
    const child = this.process;
    if (child?.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, "exit");
    const connections = this.connections();
    child.kill("SIGKILL");
    await gone;
    for (const pid of connections) end(pid);
    child.stderr?.destroy();
  }

  /** Processes of connections that are open; sshd renames them, so only their parents tell whose they are. */
  connections(): number[] {
    const parents = parentsOfProcesses();
    const below = (pid: number): number[] =>
      [...parents].filter(([, parent]) => parent === pid).flatMap(([id]) => [id, ...below(id)]);
    return this.process?.pid === undefined ? [] : below(this.process.pid);
  }

  /** Runs something while the output of each `ssh` stays open for a second after its end, which is told only then. */
  async withLingeringClient(act: () => Promise<void>): Promise<void> {
    this.writeProgram("(while kill -0 $$ 2>/dev/null; do sleep 0.05; done; sleep 1) &");
    try {
      await act();
    } finally {
      this.writeProgram();
    }
  }

  /** Ends every connection without a farewell, as a network does that is gone. */
  dropConnections(): void {
    const connections = this.connections();
    assert.notEqual(connections.length, 0, "there is a connection to drop");
    for (const pid of connections) end(pid);
  }

  /** Takes another host key, as a machine that was set up anew or somebody in between. */
  changeHostKey(): void {
    this.makeKey("host");
  }

  /** What the operator's machine knows of this server's host key. */
  learnHostKey(): void {
    const [type, key] = readFileSync(this.at("host.pub"), "utf8").split(" ");
    this.write("known_hosts", `[${this.host}]:${this.port} ${type ?? ""} ${key ?? ""}\n`);
  }

  forgetHostKey(): void {
    this.write("known_hosts", "");
  }

  /** Makes a key pair with this name in the folder, in place of one that is there. */
  makeKey(name: string, passphrase = ""): void {
    for (const file of [name, `${name}.pub`]) rmSync(this.at(file), { force: true });
    const args = ["-q", "-t", "ed25519", "-N", passphrase, "-C", "test", "-f", this.at(name)];
    execFileSync("ssh-keygen", args);
  }

  /** PATH with an `ssh` that reads the tests' configuration in place of the one of who runs them. */
  get clientPath(): string {
    return `${this.at("client")}:${process.env.PATH ?? ""}`;
  }

  /** Uses another file of the folder as the operator's key. */
  useKey(name: string): void {
    this.write(
      "client/config",
      [
        `UserKnownHostsFile ${this.at("known_hosts")}`,
        "GlobalKnownHostsFile none",
        `IdentityFile ${this.at(name)}`,
        "IdentitiesOnly yes",
        "IdentityAgent none",
        "Host engine-by-alias",
        `  HostName ${this.host}`,
        `  Port ${this.port}`,
        "  User deploy",
        "",
      ].join("\n"),
    );
  }

  /** A folder with a shell and little else, for `PATH` of a machine without a Docker CLI. */
  makeBarePath(): string {
    const folder = this.at("bare");
    if (!existsSync(folder)) {
      mkdirSync(folder);
      for (const tool of ["sh", "cat"]) symlinkSync(`/bin/${tool}`, path.join(folder, tool));
    }
    return folder;
  }

  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
    if (this.madeRunFolder) rmSync("/run/sshd", { recursive: true, force: true });
  }

  private write(name: string, text: string): void {
    writeFileSync(this.at(name), text);
  }

  private writeClient(): void {
    mkdirSync(this.at("client"));
    this.writeProgram();
    this.useKey("id");
    this.forgetHostKey();
  }

  private writeProgram(...before: string[]): void {
    const program = `exec ${this.ssh} -F ${this.at("client/config")} "$@"`;
    this.write("client/ssh", ["#!/bin/sh", ...before, program, ""].join("\n"));
    chmodSync(this.at("client/ssh"), 0o755);
  }

  /** Debian names the folder after the processor. */
  private libraries(): string {
    const above = ["root/usr/lib", "root/lib"].map((name) => this.at(name)).filter(existsSync);
    const folders = above.flatMap((folder) =>
      readdirSync(folder).map((name) => path.join(folder, name)),
    );
    return folders.filter((folder) => folder.endsWith("-linux-gnu")).join(":");
  }

  private install(): void {
    const packages = this.at("packages");
    mkdirSync(packages);
    chmodSync(packages, 0o777);
    for (const name of ["openssh-server", "libwrap0"]) downloadPackage(name, packages);
    execFileSync("sh", ["-c", 'for deb in *.deb; do dpkg-deb -x "$deb" ../root; done'], {
      cwd: packages,
    });
  }
}

function end(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It ended with its parent.
  }
}

function parentsOfProcesses(): Map<number, number> {
  const found = new Map<number, number>();
  for (const entry of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      // The name in brackets may hold anything; the parent is the second word after it.
      const [, rest = ""] = /^.*\) (.*)$/s.exec(readFileSync(`/proc/${entry}/stat`, "utf8")) ?? [];
      found.set(Number(entry), Number(rest.split(" ")[1]));
    } catch {
      // It ended while we were looking.
    }
  }
  return found;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
