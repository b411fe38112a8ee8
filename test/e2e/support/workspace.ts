import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { parseDocument } from "yaml";

import { here } from "./engine";

const root = join(__dirname, "..", "..", "..");

/** How a command ended. */
export interface Ended {
  readonly code: number | null;
  /** Both streams, in order. */
  readonly output: string;
}

/**
 * A copy of the project as a newcomer would have it, with a stack of its own, so that a stack that a
 * developer runs beside the tests is left alone. Only what is the same for every copy is shared:
 * npm packages, the Pulumi toolchain and the built images.
 */
export class Workspace {
  readonly folder: string;

  constructor(
    readonly stack: string,
    readonly ports: { readonly http: number; readonly https: number },
    private readonly place = here,
  ) {
    this.folder = mkdtempSync(join(tmpdir(), `palier-${stack}-`));
    for (const file of projectFiles()) {
      mkdirSync(dirname(join(this.folder, file)), { recursive: true });
      cpSync(join(root, file), join(this.folder, file));
    }
    symlinkSync(join(root, "node_modules"), join(this.folder, "node_modules"));
    const own = join(this.folder, ".palier");
    mkdirSync(own);
    for (const shared of ["pulumi", "cache", "stamps"]) {
      if (existsSync(join(root, ".palier", shared)))
        symlinkSync(join(root, ".palier", shared), join(own, shared));
    }
    cpSync(join(root, ".palier", "images.json"), join(own, "images.json"));
    // As `make setup` compiles it; without, every update would begin with the policies' sources.
    const compiled = join("policies", "dist");
    if (existsSync(join(root, compiled))) {
      cpSync(join(root, compiled), join(this.folder, compiled), { recursive: true });
    }
    writeFileSync(join(own, "passphrase"), "a passphrase for tests\n", { mode: 0o600 });
    this.writeStackFile();
  }

  /** Address of the application. */
  get host(): string {
    return `${this.stack}.localhost`;
  }

  /** Certificate of the copy's own authority. */
  authority(): string {
    return readFileSync(join(this.folder, ".palier", "ca", "ca.pem"), "utf8");
  }

  /** Runs one of the project's scripts, as a make target does. */
  script(name: "up" | "down", env: NodeJS.ProcessEnv = {}): Promise<Ended> {
    return this.shell(`scripts/${name}.sh`, env);
  }

  /** Runs plain `pulumi` in the environment of `env.sh`. */
  pulumi(args: string, env: NodeJS.ProcessEnv = {}): Promise<Ended> {
    return this.shell(`source ./env.sh && pulumi ${args} --stack ${this.stack}`, env);
  }

  /** Updates the stack, without what the scripts do around it. */
  update(flags = "", env: NodeJS.ProcessEnv = {}): Promise<Ended> {
    return this.pulumi(`up ${flags} --yes --skip-preview --non-interactive`, env);
  }

  /** Makes the stack known to its backend, as the scripts do first. */
  async initialise(): Promise<void> {
    const { code, output } = await this.pulumi("stack init --no-select --non-interactive");
    if (code !== 0) throw new Error(`The stack cannot be made: ${output}`);
  }

  /** An update that the test may stop in the middle; it leads a process group of its own, as in a terminal. */
  startUpdate(): ChildProcess {
    // `exec`, so that the process that is killed is the CLI itself.
    const command = `source ./env.sh && exec pulumi up --yes --skip-preview --non-interactive --stack ${this.stack}`;
    return spawn("bash", ["-c", command], {
      cwd: this.folder,
      env: this.environment(),
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
  }

  /** Settles what a killed update left, as `make recover` does. */
  recover(): Promise<Ended> {
    return this.shell(
      `source ./env.sh && node --require ./register.cjs release/recover/main.ts --stack ${this.stack}`,
    );
  }

  /**
   * Changes one value of the stack's file, as an operator would in an editor.
   * @param path Keys from the namespaced one on.
   * @param value Undefined removes the key.
   */
  configure(path: readonly string[], value: unknown): void {
    const file = this.stackFilePath();
    const document = parseDocument(readFileSync(file, "utf8"));
    if (value === undefined) document.deleteIn(["config", ...path]);
    else document.setIn(["config", ...path], value);
    writeFileSync(file, document.toString());
  }

  /** The stack's file, as it is now. */
  stackFile(): string {
    return readFileSync(this.stackFilePath(), "utf8");
  }

  /** Makes an image known under a tag, as `make images` does. */
  lockImage(tag: string, id: string): void {
    const file = join(this.folder, ".palier", "images.json");
    const lock = JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;
    writeFileSync(file, JSON.stringify({ ...lock, [tag]: { id, labels: {} } }));
  }

  /** Secret outputs included. */
  async outputs(): Promise<Record<string, unknown>> {
    const { code, output } = await this.shell(
      `source ./env.sh && pulumi stack output --json --show-secrets --stack ${this.stack} 2>/dev/null`,
    );
    if (code !== 0) throw new Error(`No outputs: ${output}`);
    return JSON.parse(output) as Record<string, unknown>;
  }

  /** Passwords that were generated for the stack, in clear. */
  async generatedSecrets(): Promise<string[]> {
    const { output } = await this.shell(
      `source ./env.sh && pulumi stack export --show-secrets --stack ${this.stack} 2>/dev/null`,
    );
    const { deployment } = JSON.parse(output) as {
      deployment: {
        resources: { type: string; outputs?: { result?: { plaintext?: string } } }[];
      };
    };
    return deployment.resources
      .filter(({ type }) => type.startsWith("random:"))
      .map(({ outputs }) => JSON.parse(outputs?.result?.plaintext ?? "null") as string);
  }

  /** The state, with secrets encrypted. */
  async state(): Promise<string> {
    const { output } = await this.shell(
      `source ./env.sh && pulumi stack export --stack ${this.stack} 2>/dev/null`,
    );
    return output;
  }

  /** Runs a command of bash in the copy. The test goes on meanwhile. */
  shell(command: string, env: NodeJS.ProcessEnv = {}): Promise<Ended> {
    const child = spawn("bash", ["-c", command], {
      cwd: this.folder,
      env: { ...this.environment(), ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    const keep = (chunk: Buffer): void => {
      output += chunk.toString();
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    return new Promise((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (code) => {
        resolve({ code, output });
      });
    });
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Without what the developer's own shell has set for Pulumi. */
  private environment(): NodeJS.ProcessEnv {
    const kept = Object.entries(process.env).filter(([name]) => !/^(PULUMI|PALIER)_/.test(name));
    // Tests log in, also where CI runs them.
    const ours = { PALIER_STACK: this.stack, PALIER_SHOW_LOGINS: "1" };
    return { ...Object.fromEntries(kept), ...ours };
  }

  private stackFilePath(): string {
    return join(this.folder, `Pulumi.${this.stack}.yaml`);
  }

  private writeStackFile(): void {
    const local = parseDocument(readFileSync(join(root, "Pulumi.local.yaml"), "utf8"));
    local.delete("encryptionsalt");
    writeFileSync(this.stackFilePath(), local.toString());
    this.configure(["palier:engine", "endpoint"], this.place.endpoint);
    this.configure(["palier:proxy", "address"], this.place.address);
    this.configure(["palier:proxy", "httpPort"], this.ports.http);
    this.configure(["palier:proxy", "httpsPort"], this.ports.https);
    this.configure(["palier:applications", "copies", "host"], this.host);
  }
}

/** What git would clone, and what would be committed next. */
function projectFiles(): string[] {
  const list = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
    cwd: root,
    encoding: "utf8",
  });
  return list.split("\n").filter((file) => file !== "" && existsSync(join(root, file)));
}
