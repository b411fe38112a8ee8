import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { parse, stringify } from "yaml";

import { imageDigest } from "../../spec/image-digest";
import { eachStandsOnTheOneBefore } from "../support/in-order";
import { Poll } from "./support/poll";
import { ProductionSite } from "./support/production-site";
import type { Ended } from "./support/workspace";

const stack = "release-guard";
const reason = "Pupils asked for remarks.";

/** What Git says of who approves. */
const anne = { GIT_CONFIG_COUNT: "1", GIT_CONFIG_KEY_0: "user.name", GIT_CONFIG_VALUE_0: "Anne" };

/** What a person has to accept one by one. */
const risks = [
  "exams.0005_copy_remark: Raw SQL operation",
  "exams.0006_titles: Raw Python operation (change_titles)",
];

/** What is read of an approval here. */
interface Approval {
  readonly plan: string;
  readonly approvedBy: string;
  readonly reason: string;
  readonly acknowledged: readonly string[];
}

describe("a release with migrations in production", function () {
  this.timeout(600_000);
  eachStandsOnTheOneBefore();
  const site = new ProductionSite(stack, { http: 18880, https: 18843 });
  const { workspace } = site;
  /** Of the approval, below the project's folder. */
  let file: string;
  let approval: Approval;

  before(async () => {
    site.choose(["release", "watch", "seconds"], 0);
    await site.open();
    await site.declare("migrating-on", "1.1.0");
    file = `releases/copies/${imageDigest((await site.spec()).release.image) ?? ""}.yaml`;
  });
  after(() => site.close());

  it("is refused without a person's consent, and users stay where they are", () =>
    assertRefused(`${file} does not exist`));

  it("is refused when its registry has no such image, before anything changes", async () => {
    const { image } = (await site.spec()).release;
    const wrong = `${image.split("@")[0] ?? ""}@sha256:${"0".repeat(64)}`;
    site.choose(["image"], wrong);
    const before = await site.running();
    const { code, output } = await workspace.update();
    assert.notEqual(code, 0, output);
    const line = `The image of copies (palier:applications.copies.image) is neither on the engine nor in its registry: ${wrong}: `;
    assert.ok(output.includes(line), output);
    assert.match(
      output,
      /correct palier:applications\.copies\.image, or push the image; nothing was changed\.$/m,
    );
    assert.deepEqual(await site.running(), before);
    site.choose(["image"], image);
  });

  it("cannot be approved without a look at what cannot be undone", async () => {
    const plan = await workspace.shell("scripts/plan.sh");
    assert.equal(plan.code, 0, plan.output);
    assert.match(plan.output, /exams\.0006_titles \(CANNOT be taken back with its data\)/);
    const { code, output } = await approve(risks.slice(0, 1));
    assert.notEqual(code, 0, output);
    assert.ok(
      output.endsWith(`in ACKNOWLEDGE, or answer on a terminal.\n  | ${risks[1]}\n`),
      output,
    );
    assert.ok(!existsSync(path()));
  });

  it("is refused with an approval of another plan, or of a part of the risks", async () => {
    const { code, output } = await approve(risks);
    assert.equal(code, 0, output);
    approval = parse(readFileSync(path(), "utf8")) as Approval;
    const { approvedBy, acknowledged } = approval;
    assert.deepEqual([approvedBy, approval.reason, acknowledged], ["Anne", reason, risks]);
    const original = readFileSync(path());
    write({ ...approval, plan: `sha256:${"0".repeat(64)}` });
    const wanted = approval.plan.slice(0, "sha256:".length + 12);
    await assertRefused(
      `${file} approves another plan (sha256:${"0".repeat(12)}) than the one that would run (${wanted}): migrations or database changed since`,
    );
    write({ ...approval, acknowledged: risks.slice(0, 1) });
    await assertRefused(`${file} does not acknowledge "${risks[1]}"`);
    writeFileSync(path(), original);
  });

  it("goes through with an approval of exactly its plan", async () => {
    const plan = await workspace.shell("scripts/plan.sh");
    assert.match(plan.output, new RegExp(`^Hash of the plan: ${approval.plan}$`, "m"));
    assert.match(plan.output, new RegExp(`^Approved by Anne in ${file}\\.$`, "m"));
    const { code, output } = await workspace.update();
    assert.equal(code, 0, output);
    assert.equal(await site.version(), "1.1.0");
    const entry = await site.lastEntry();
    assert.deepEqual(entry.migrations, ["exams.0005_copy_remark", "exams.0006_titles"]);
    assert.match(entry.approval ?? "", /^[0-9a-f]{64}$/);
  });

  it("needs another approval after a rollback, which itself needs none", async () => {
    const { restorePoint = "" } = await site.lastEntry();
    const confirm = { CONFIRM: `copies ${restorePoint}` };
    const { code, output } = await workspace.shell("scripts/rollback.sh", confirm);
    assert.equal(code, 0, output);
    assert.equal(await site.version(), "1.0.0");
    await site.declare("migrating-on", "1.1.0");
    await assertRefused(`${file} was used by an earlier release, and serves once`);
    const again = await approve(risks);
    assert.equal(again.code, 0, again.output);
    const plan = await workspace.shell("scripts/plan.sh");
    assert.match(plan.output, new RegExp(`^Approved by Anne in ${file}\\.$`, "m"));
  });

  it("is refused by make up when it would replace more than the stack allows, before anything changes", async () => {
    const before = await site.running();
    workspace.configure(["palier:changes"], { maximumReplacements: 0 });
    site.choose(["database", "limits"], { cpus: "0.75" });
    const { code, output } = await workspace.script("up");
    assert.notEqual(code, 0, output);
    assert.match(output, /^REFUSED .*would replace 1 resources, and one update may replace 0$/m);
    assert.doesNotMatch(output, /^Updating/m);
    assert.deepEqual(await site.running(), before);
  });

  /** An update that ends with this reason, before users or the journal could notice it. */
  async function assertRefused(why: string): Promise<void> {
    const before = { running: await site.running(), journal: await transactions() };
    const poll = new Poll(site.browser, "/edition/");
    const { code, output } = await workspace.update();
    const seen = await poll.stop();
    assert.notEqual(code, 0, output);
    const options = `STACK=${stack} APP=copies`;
    const line =
      `copies has 2 pending migration(s), and the stack ${stack} wants a person's consent: ${why}. ` +
      `Read the plan with "make plan ${options}", approve it with "make approve ${options}", commit the file, then try again.`;
    assert.ok(output.includes(`${line}\n`), output);
    assert.deepEqual(seen, ["200 1.0.0"]);
    assert.deepEqual({ running: await site.running(), journal: await transactions() }, before);
  }

  /** Those that ended and those that did not. */
  async function transactions(): Promise<readonly string[]> {
    const { entries, unfinished } = await site.journal();
    return [...entries, ...unfinished].map(({ id }) => id);
  }

  function approve(acknowledge: readonly string[]): Promise<Ended> {
    const answers = { REASON: reason, ACKNOWLEDGE: acknowledge.join("\n") };
    return workspace.shell("scripts/approve.sh", { ...anne, ...answers });
  }

  function write(content: Approval): void {
    writeFileSync(path(), stringify(content, { lineWidth: 0 }));
  }

  function path(): string {
    return join(workspace.folder, file);
  }
});
