import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";

import type Dockerode from "dockerode";

import type { ApplicationContext } from "../../../release/context";
import { execute } from "../../../release/engine/exec";
import { withVolume } from "../../../release/engine/archive";
import { type Journal, readJournal } from "../../../release/journal";
import { dataDigest } from "../../../release/restore-point";
import type { ApplicationSpec, DeploymentSpec } from "../../../spec/deployment";
import type { JournalEntry } from "../../../spec/journal";
import type { LifecycleSpec, RestorePointSpec } from "../../../spec/lifecycle";
import { Browser } from "./browser";
import { containersOf, here, purge, type Running } from "./engine";
import { InterruptedUpdate, killAll } from "./interruption";
import type { LoadTarget } from "./load";
import { Poll } from "./poll";
import { buildVariant, removeVariants, tagOf, type VariantName } from "./variants";
import { type Ended, Workspace } from "./workspace";

const application = "copies";
const services = ["beat", "cache", "database", "proxy", "worker"].map((name) => [name, 1] as const);
const key = ["palier:applications", application] as const;

/** How far the grading of copies is. */
interface GradingReport {
  readonly enqueued: number;
  readonly done: number;
  readonly failed: number;
  readonly executions: number;
}

/** A site of its own on which the tests of one file release. */
export class ReleaseSite {
  readonly workspace: Workspace;
  private opened: Browser | undefined;
  private readonly polls: Poll[] = [];
  private password = "";
  private specification: DeploymentSpec | undefined;

  constructor(
    readonly stack: string,
    ports: { readonly http: number; readonly https: number },
    private readonly place = here,
  ) {
    this.workspace = new Workspace(stack, ports, place);
    this.choose(["processes", "web", "count"], 1);
    this.choose(["release"], {
      smokeTests: [{ path: "/connexion/", contains: ["Version {{version}}"] }],
      watch: { seconds: 2 },
    });
  }

  /** Deploys the first release, with some copies. */
  async open(variant: VariantName = "plain"): Promise<void> {
    await purge(this.stack);
    await this.declare(variant, "1.0.0");
    const { code, output } = await this.workspace.script("up");
    assert.equal(code, 0, output);
    this.password = /log in as admin with (\S+)/.exec(output)?.[1] ?? "";
    await this.manage("sample_copies", "6", "--title", "Before");
    await this.untilGraded("Before");
  }

  async close(): Promise<void> {
    for (const poll of this.polls) await poll.stop();
    killAll(this.workspace.folder);
    await purge(this.stack);
    await removeVariants();
    this.workspace.remove();
  }

  /** Somebody who is not signed in. */
  get browser(): Browser {
    this.opened ??= this.newBrowser();
    return this.opened;
  }

  /** Looks at a page until it is stopped, at the latest when the site is closed. */
  poll(path = "/edition/"): Poll {
    const poll = new Poll(this.browser, path);
    this.polls.push(poll);
    return poll;
  }

  newBrowser(): Browser {
    const { host, ports } = this.workspace;
    return new Browser(host, ports.https, this.workspace.authority(), this.place.address);
  }

  /** Changes what the stack's file says of the application. */
  choose(path: readonly string[], value: unknown): void {
    this.workspace.configure([...key, ...path], value);
  }

  /** Writes another release into the stack's file. */
  async declare(variant: VariantName, version: string): Promise<void> {
    const image = await buildVariant(variant);
    await this.place.provide?.(image);
    this.workspace.lockImage(tagOf(variant), image);
    this.choose(["image"], tagOf(variant));
    this.choose(["version"], version);
    this.specification = undefined;
  }

  /** Declares another release and deploys it. */
  async release(variant: VariantName, version: string): Promise<Ended> {
    await this.declare(variant, version);
    return this.workspace.update();
  }

  /** A release that has to end well. */
  async released(variant: VariantName, version: string): Promise<string> {
    const { code, output } = await this.release(variant, version);
    assert.equal(code, 0, output);
    assert.equal(await this.version(), version);
    return output;
  }

  /** Declares another release and begins to deploy it. */
  async begin(variant: VariantName, version: string): Promise<InterruptedUpdate> {
    await this.declare(variant, version);
    return new InterruptedUpdate(this.workspace);
  }

  /** What users get. */
  async version(): Promise<unknown> {
    const { status, body, headers } = await this.browser.ask("/edition/");
    assert.equal(status, 200, body);
    return headers["x-app-version"];
  }

  /** Signs in and gathers what a load needs. */
  async loadTarget(title: string): Promise<LoadTarget> {
    const browser = this.newBrowser();
    const answer = await browser.submit("/connexion/", {
      username: "admin",
      password: this.password,
    });
    assert.equal(answer.status, 302, answer.body);
    const { body } = await browser.ask("/");
    const [asset = ""] = /\/static\/[^"]+\.css/.exec(body) ?? [];
    return {
      host: this.workspace.host,
      port: this.workspace.ports.https,
      authority: this.workspace.authority(),
      cookies: {
        csrftoken: browser.cookie("csrftoken"),
        sessionid: browser.cookie("sessionid"),
      },
      asset,
      title,
    };
  }

  /** Containers of the application's processes that run, by process and id. */
  async running(): Promise<string[]> {
    return (await this.processes())
      .filter(({ state }) => state === "running")
      .map(({ process, id }) => `${process} ${id}`)
      .sort();
  }

  async processes(): Promise<Running[]> {
    const own = ["web", "worker", "beat"];
    return (await containersOf(this.stack, this.place.docker)).filter(({ process }) =>
      own.includes(process),
    );
  }

  /** Containers that nobody has asked for: locks, helpers, one-off containers, old releases. */
  async leftovers({ web } = { web: 1 }): Promise<string[]> {
    const expected = new Map([...services, ["web", web]] as const);
    const found = await containersOf(this.stack, this.place.docker);
    return found
      .filter(({ process }, index) => {
        const before = found.slice(0, index).filter((one) => one.process === process);
        return before.length >= (expected.get(process) ?? 0);
      })
      .map(({ name, state }) => `${name} ${state}`);
  }

  /** Runs a command of Django in the web process. */
  async manage(...words: string[]): Promise<string> {
    const web = (await this.processes()).find(
      ({ process, state }) => process === "web" && state === "running",
    );
    assert.ok(web, "no web process runs");
    const command = ["python3", "manage.py", ...words];
    const { exitCode, output } = await execute(this.place.docker.getContainer(web.id), command);
    assert.equal(exitCode, 0, output);
    return output.trim();
  }

  /** Asks the database as its administrator. */
  async sql(statement: string): Promise<string> {
    const command = ["psql", "-U", "postgres", "-d", "copies", "-XAtc", statement];
    const { exitCode, output } = await execute(this.database(), command);
    assert.equal(exitCode, 0, output);
    return output.trim();
  }

  database(): Dockerode.Container {
    return this.place.docker.getContainer(`palier-${this.stack}-copies-database`);
  }

  /** Waits until every copy of a title is graded, and holds it to once each. */
  async untilGraded(title: string, seconds = 180): Promise<void> {
    const asked = ["grading_report", "--title", title, "--wait", String(seconds)];
    const report = JSON.parse(await this.manage(...asked)) as GradingReport;
    const { enqueued } = report;
    const expected = { enqueued, done: enqueued, failed: 0, executions: enqueued };
    if (isDeepStrictEqual(report, expected)) return;
    assert.deepEqual(report, expected, await this.ungraded(report));
  }

  /** What became of copies that are not graded: those that were never queued have no time. */
  private async ungraded(report: unknown): Promise<string> {
    const script = [
      "from core.celery import app",
      "from exams.models import Copy",
      'fields = "id", "title", "uploaded_at", "queued_at", "grading_runs"',
      'print(*Copy.objects.exclude(status="graded").values_list(*fields), sep="\\n")',
      "r = app.connection().default_channel.client",
      'print(r.llen("celery"), r.hgetall("unacked"))',
    ];
    return [JSON.stringify(report), await this.manage("shell", "-c", script.join("\n"))].join("\n");
  }

  /** What the stack's file and the blueprint make of the application. */
  async spec(): Promise<ApplicationSpec> {
    const { applications } = await this.wholeSpec();
    const found = applications.find(({ name }) => name === application);
    assert.ok(found);
    return found;
  }

  async journal(): Promise<Journal> {
    const { journal } = await this.wholeSpec();
    const labels = { "palier.stack": this.stack };
    return withVolume(this.place.docker, journal.name, "palier/nginx:1.22", labels, (access) =>
      readJournal(access, application),
    );
  }

  /** The newest finished transaction. */
  async lastEntry(): Promise<JournalEntry> {
    const entry = (await this.journal()).entries.at(-1);
    assert.ok(entry, "the journal is empty");
    return entry;
  }

  /** Everything that must be the same when a release was taken back. */
  async digest(): Promise<unknown> {
    return dataDigest(this.context(), await this.restorePoint());
  }

  async restorePoint(): Promise<RestorePointSpec> {
    const { lifecycle }: { readonly lifecycle: LifecycleSpec } = await this.spec();
    assert.ok(lifecycle.restorePoint, "the application has no restore points");
    return lifecycle.restorePoint;
  }

  context(): ApplicationContext {
    const { signal } = new AbortController();
    return { docker: this.place.docker, stack: this.stack, application, signal };
  }

  /** Resolved anew after each change of the file. */
  private async wholeSpec(): Promise<DeploymentSpec> {
    if (this.specification === undefined) {
      const command = `node --require ./register.cjs config/print.ts ${this.stack}`;
      const { code, output } = await this.workspace.shell(command);
      assert.equal(code, 0, output);
      this.specification = JSON.parse(output) as DeploymentSpec;
    }
    return this.specification;
  }
}
