import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import type { ReleaseInput } from "../../../spec/operations";
import { until } from "../../support/processes";
import type { ReleaseSite } from "./release-site";
import type { VariantName } from "./variants";

const program = "release/main.ts";

/**
 * Lets the engine make everything for a release, and keeps what it would have been started with. The
 * containers of the new release are there, stopped; users are on the old one.
 */
export async function prepareRelease(
  site: ReleaseSite,
  variant: VariantName,
  version: string,
): Promise<ReleaseInput> {
  const { folder } = site.workspace;
  const [real, own, kept] = ["release/real-main.ts", program, "release-input.json"].map((name) =>
    join(folder, name),
  ) as [string, string, string];
  renameSync(own, real);
  writeFileSync(own, substitute);
  try {
    const { code, output } = await site.release(variant, version);
    assert.notEqual(code, 0);
    assert.ok(existsSync(kept), output);
    return JSON.parse(readFileSync(kept, "utf8")) as ReleaseInput;
  } finally {
    renameSync(real, own);
    rmSync(kept, { force: true });
  }
}

/** In the place of the operations: keeps the input of a release and ends. */
const substitute = [
  'import { readFileSync, writeFileSync } from "node:fs";',
  'if (process.argv[2] === "release") {',
  '  writeFileSync("release-input.json", readFileSync(0));',
  '  process.stderr.write("held back by a test\\n");',
  "  process.exitCode = 1;",
  '} else void import("./real-main");',
  "",
].join("\n");

/** The operation by itself, as the engine starts it, with its progress and its end. */
export class DirectRelease {
  output = "";
  /** Null while it runs, and after a signal. */
  code: number | null = null;
  private over = false;
  private readonly child: ChildProcess;
  private readonly ended: Promise<void>;

  constructor(site: ReleaseSite, input: ReleaseInput) {
    this.child = spawn("node", ["--require", "./register.cjs", program, "release"], {
      cwd: site.workspace.folder,
      // Names the folder, so that what a failed test leaves running is found.
      env: { ...process.env, PWD: site.workspace.folder },
      stdio: ["pipe", "pipe", "pipe"],
    });
    const keep = (chunk: Buffer): void => {
      this.output += chunk.toString();
    };
    this.child.stdout?.on("data", keep);
    this.child.stderr?.on("data", keep);
    this.child.stdin?.end(JSON.stringify(input));
    this.ended = new Promise((resolve) => {
      this.child.once("close", (code) => {
        this.over = true;
        this.code = code;
        resolve();
      });
    });
  }

  get pid(): number {
    assert.ok(this.child.pid);
    return this.child.pid;
  }

  /** Waits until a progress line shows what is under way. */
  async untilShown(text: string): Promise<void> {
    const shown = (): boolean => this.output.includes(text);
    await until(`"${text}" in: ${this.output}`, () => shown() || this.over, 120_000);
    if (!shown()) throw new Error(`It ended before "${text}" was shown:\n${this.output}`);
  }

  signal(name: NodeJS.Signals): void {
    this.child.kill(name);
  }

  /** Ends it without a warning. */
  async kill(): Promise<void> {
    this.signal("SIGKILL");
    await this.ended;
  }

  /** Waits for its own end. */
  async end(): Promise<number | null> {
    await this.ended;
    return this.code;
  }
}
