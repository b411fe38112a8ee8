import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { loadApprovals } from "../../../config/load-approvals";
import { approve } from "../../../release/commands/approve";
import { findPlan, showPlan } from "../../../release/commands/plan";
import { OperationFailure } from "../../../release/failure";
import { judgeApproval, planHash } from "../../../release/migrations";
import { migration, MigrationLab } from "./lab";

describe("the commands about migrations", function () {
  this.timeout(300_000);
  const lab = new MigrationLab();
  const { docker } = lab.context;
  const context = { docker, spec: lab.spec };
  const removal = "Remove field mark from copy";
  let root: string;
  let image: string;

  const wish = (changes: Partial<Parameters<typeof approve>[3]> = {}) => ({
    approvedBy: "Ada Lovelace",
    reason: "Marks are kept elsewhere",
    acknowledge: undefined,
    ask: undefined,
    now: new Date("2026-02-01T00:00:00Z"),
    say: () => undefined,
    ...changes,
  });
  const files = () => readdirSync(root, { recursive: true, encoding: "utf8" });

  before(() => {
    root = mkdtempSync(join(tmpdir(), "palier-approve-"));
  });
  after(async () => {
    rmSync(root, { recursive: true, force: true });
    await lab.close();
  });

  it("say in one line that there is no database yet, and make none", async () => {
    const declared = lab.declared(lab.task("plan").container.image);
    await assert.rejects(findPlan(context, declared), {
      message:
        "copies has no database in stack t yet: its first release migrates a new one, which needs no approval.",
    });
    await assert.rejects(docker.getVolume(declared.files.volume).inspect(), /no such volume/);
  });

  it("show the plan with its hash and what has to be acknowledged", async () => {
    await lab.open();
    const last = (await lab.plan()).pending.findLast(({ id }) => id.startsWith("exams."))?.id;
    await lab.apply();
    const previous = last?.slice("exams.".length) ?? "";
    image = await lab.image({
      "9001_drop": migration(previous, `migrations.RemoveField("copy", "mark")`),
    });
    const found = await findPlan(context, lab.declared(image));
    const lines = showPlan(context, lab.declared(image), found, new Date());
    assert.ok(lines.includes(`Hash of the plan: ${planHash(found.plan)}`));
    assert.ok(lines.includes(`  exams.9001_drop: ${removal}`));
    assert.equal(lines.at(-1), "This stack asks for no approval.");
    const strict = { ...found, migrations: { ...found.migrations, approvalRequired: true } };
    assert.match(
      showPlan(context, lab.declared(image), strict, new Date()).at(-1) ?? "",
      /make approve STACK=t APP=copies/,
    );
  });

  it("write nothing unless every operation is acknowledged by its own words", async () => {
    for (const [changes, expected] of [
      [{}, /Not acknowledged, so nothing was written/],
      [{ acknowledge: "all-listed" }, /Not acknowledged, so nothing was written/],
      [
        { ask: () => Promise.resolve("yes") },
        /Expected "Remove field mark from copy", found "yes"/,
      ],
      [{ reason: "", ask: undefined }, /Say why on one line/],
    ] as const) {
      const error: unknown = await approve(context, lab.declared(image), root, wish(changes)).catch(
        (reason: unknown) => reason,
      );
      assert.ok(error instanceof OperationFailure);
      assert.match(error.message, expected);
    }
    assert.deepEqual(files(), []);
  });

  for (const [way, changes] of [
    ["typed", { ask: () => Promise.resolve(removal) }],
    ["named beforehand", { acknowledge: `exams.9001_drop: ${removal}\n` }],
  ] as const) {
    it(`write an approval that lets exactly this plan through, once it is ${way}`, async () => {
      const path = await approve(context, lab.declared(image), root, wish(changes));
      assert.equal(path, `releases/copies/${image.slice("sha256:".length)}.yaml`);
      const [only] = loadApprovals(root);
      const { plan, migrations } = await findPlan(context, lab.declared(image));
      assert.ok(only);
      const judgement = {
        plan,
        migrations: { ...migrations, approvalRequired: true, approvals: [only.approval] },
        image,
        used: new Set<string>(),
        begun: false,
        now: new Date("2026-02-01T00:00:00Z"),
      };
      assert.equal(judgeApproval(lab.context, judgement), undefined);
      const other = { ...plan, pending: plan.pending.map((one) => ({ ...one, sql: [] })) };
      assert.match(judgeApproval(lab.context, { ...judgement, plan: other }) ?? "", /another plan/);
      rmSync(join(root, "releases"), { recursive: true });
    });
  }

  it("ask for nothing when nothing is pending", async () => {
    const lines: string[] = [];
    const declared = lab.declared(lab.task("plan").container.image);
    const say = (line: string) => void lines.push(line);
    assert.equal(await approve(context, declared, root, wish({ say })), undefined);
    assert.equal(lines.at(-1), "No migration is pending.");
    assert.deepEqual(files(), []);
  });
});
