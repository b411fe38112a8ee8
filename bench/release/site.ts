import { execute } from "../../release/engine/exec";
import type { JournalEntry } from "../../spec/journal";
import type { RollbackMethod } from "../../spec/migrations";
import { ReleaseSite } from "../../test/e2e/support/release-site";
import { type BenchImage, removeBuiltImages } from "./images";
import { Visitor } from "./visitor";

/** A release or a rollback as it happened; times are milliseconds since 1970. */
export interface Happened {
  /** When the command was given. */
  readonly began: number;
  /** When Pulumi started the operation that releases. */
  readonly operation: number;
  /** When the first step began, behind the lock and the questions to the new image. */
  readonly released: number;
  /** When the command had ended. */
  readonly ended: number;
  readonly entry: JournalEntry;
}

/** The benchmark's site: one web process, so that a release and a restart start the same. */
export class BenchSite {
  readonly site = new ReleaseSite("bench", { http: 18080, https: 18443 });
  private current: Visitor | undefined;

  constructor() {
    // What comes after users are on the new release is no part of what is measured.
    this.site.choose(["release", "watch"], { seconds: 0 });
  }

  /** Deploys the first release. */
  async open(): Promise<void> {
    await this.site.open("plain");
    const { host, ports } = this.site.workspace;
    this.current = new Visitor(host, ports.https, this.site.workspace.authority());
  }

  /** Removes everything, also after a failure. */
  async close(): Promise<void> {
    await this.current?.stop();
    await this.site.close();
    await removeBuiltImages();
  }

  /** Who has looked at the site since it was opened. */
  get visitor(): Visitor {
    if (this.current === undefined) throw new Error("the site is not open yet");
    return this.current;
  }

  /** Names an image of the benchmark in the stack's file. */
  declare({ tag, id }: BenchImage, version: string): void {
    this.site.workspace.lockImage(tag, id);
    this.site.choose(["image"], tag);
    this.site.choose(["version"], version);
  }

  /** Deploys what was declared. */
  release(): Promise<Happened> {
    const update = "pulumi up --yes --skip-preview --non-interactive";
    return this.happening(`source ./env.sh && ${update} --stack ${this.site.stack}`);
  }

  /**
   * Goes back to the release before, as an operator does who has confirmed it.
   * @param restorePoint Its id, where data is put back.
   */
  rollback(method: RollbackMethod, restorePoint?: string): Promise<Happened> {
    const CONFIRM = restorePoint === undefined ? undefined : `copies ${restorePoint}`;
    const chosen = { APP: "copies", METHOD: method, CONFIRM };
    return this.happening("scripts/rollback.sh", chosen);
  }

  /** Asks a database of the site's server as its administrator. */
  async sql(database: string, statement: string): Promise<void> {
    const command = ["psql", "-U", "postgres", "-d", database, "-XAtc", statement];
    const { exitCode, output } = await execute(this.site.database(), command);
    if (exitCode !== 0) throw new Error(output);
  }

  private async happening(command: string, env: NodeJS.ProcessEnv = {}): Promise<Happened> {
    const began = Date.now();
    const { code, output } = await this.site.workspace.shell(stamped(command), env);
    const ended = Date.now();
    if (code !== 0) throw new Error(`${command} ended with ${String(code)}:\n${output}`);
    const entry = await this.site.lastEntry();
    const released = Date.parse(entry.startedAt);
    if (entry.outcome !== "released" || released < began) {
      throw new Error(`nothing was released: ${JSON.stringify(entry)}`);
    }
    return { began, operation: operationStart(output), released, ended, entry };
  }
}

/** Puts the time in front of every line that a command prints. */
function stamped(command: string): string {
  const stamp = `while IFS= read -r line; do printf '%s %s\\n' "$EPOCHREALTIME" "$line"; done`;
  return `set -o pipefail; { ${command}; } 2>&1 | ${stamp}`;
}

/** @throws Error when the output does not show it. */
function operationStart(output: string): number {
  const shown = /^(\d+)[.,](\d{3})\d* .*command:local:Command \S+-release updating/m.exec(output);
  if (shown === null) throw new Error(`no release was started:\n${output}`);
  return Number(`${shown[1] ?? ""}${shown[2] ?? ""}`);
}
