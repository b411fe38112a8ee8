import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const root = path.resolve(__dirname, "../../../..");
const home = path.join(root, ".palier", "pulumi");

/** What a finished command said. */
export interface Result {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Both together, for messages that the CLI puts on either. */
  readonly all: string;
}

/** Files by name, relative to the project folder. */
export type Files = Readonly<Record<string, string>>;

/** The Pulumi.yaml of a project that loads TypeScript as this repository does. */
export const compiledProject = [
  "name: probe",
  "main: index.ts",
  'runtime: {name: nodejs, options: {typescript: false, nodeargs: "--require ./register.cjs"}}',
].join("\n");

/** A throw-away Pulumi project with its own file backend, run by the CLI that `make setup` installed. */
export class Project {
  readonly folder = mkdtempSync(path.join(tmpdir(), "palier-toolchain-"));
  private readonly variables: NodeJS.ProcessEnv;

  constructor(files: Files, variables: NodeJS.ProcessEnv = {}) {
    mkdirSync(path.join(this.folder, "state"));
    symlinkSync(path.join(root, "node_modules"), path.join(this.folder, "node_modules"));
    symlinkSync(path.join(root, "register.cjs"), path.join(this.folder, "register.cjs"));
    const manifest =
      '{"name": "probe", "version": "1.0.0", "dependencies": {"@pulumi/random": "*"}}';
    const defaults: Files = { "Pulumi.yaml": compiledProject, "package.json": manifest };
    for (const [name, text] of Object.entries({ ...defaults, ...files })) this.write(name, text);
    this.variables = {
      PATH: `${path.join(home, "bin")}:${process.env.PATH ?? ""}`,
      HOME: this.folder,
      PULUMI_HOME: home,
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      PULUMI_DISABLE_REGISTRY_RESOLVE: "true",
      PULUMI_BACKEND_URL: `file://${path.join(this.folder, "state")}`,
      PULUMI_CONFIG_PASSPHRASE: "conformance",
      ...variables,
    };
  }

  /** A project with a stack named `dev` selected. */
  static async withStack(files: Files): Promise<Project> {
    const project = new Project(files);
    await project.good("stack", "init", "dev");
    return project;
  }

  write(name: string, text: string): void {
    const file = path.join(this.folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  /** Runs the CLI to its end. */
  async pulumi(...args: string[]): Promise<Result> {
    return finished(this.start(args));
  }

  /** Runs the CLI and throws all it said when it fails. */
  async good(...args: string[]): Promise<Result> {
    const result = await this.pulumi(...args);
    if (result.code !== 0)
      throw new Error(`pulumi ${args.join(" ")} ended with ${String(result.code)}:\n${result.all}`);
    return result;
  }

  /** Starts the CLI as the leader of a process group of its own, as a terminal would. */
  start(args: readonly string[], variables: NodeJS.ProcessEnv = {}): ChildProcess {
    return spawn("pulumi", [...args, "--non-interactive", "--color=never"], {
      cwd: this.folder,
      env: { ...this.variables, ...variables },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
  }

  /** Lock files that a run has left in the backend. */
  locks(): string[] {
    const names = readdirSync(path.join(this.folder, "state"), {
      recursive: true,
      encoding: "utf8",
    });
    return names.filter((name) => name.includes("locks/") && name.endsWith(".json"));
  }

  /** Removes the folder. Stacks hold nothing outside of it, so there is nothing to destroy. */
  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Waits for a started CLI and gathers what it says. */
export async function finished(child: ChildProcess): Promise<Result> {
  let stdout = "";
  let stderr = "";
  child.stdout?.on("data", (data: Buffer) => (stdout += data.toString()));
  child.stderr?.on("data", (data: Buffer) => (stderr += data.toString()));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  return { code, stdout, stderr, all: stdout + stderr };
}
