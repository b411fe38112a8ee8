import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";

import { OperationFailure } from "../../../release/failure";
import { askPlan, describePlan, planHash, risksOf } from "../../../release/migrations";
import { onMariadb } from "../../fixtures/mariadb";
import { development } from "../../fixtures/stack-config";
import { migration, MigrationLab } from "./lab";

/** Operations with the risks that they have on tables that exist. */
const judged: readonly (readonly [string, readonly string[]])[] = [
  [`migrations.AddField("copy", "note", models.TextField(null=True))`, []],
  [`migrations.AddField("copy", "sure", models.BooleanField(default=False))`, ["requires-value"]],
  [`migrations.AddField("copy", "peers", models.ManyToManyField("exams.Copy"))`, []],
  [
    `migrations.AlterField("copy", "pages", models.PositiveIntegerField(default=0))`,
    ["requires-value"],
  ],
  [`migrations.AlterField("copy", "pupil", models.CharField(max_length=200))`, []],
  [
    `migrations.AlterField("copy", "mark", models.DecimalField(null=True, max_digits=3, decimal_places=0))`,
    ["drops-data"],
  ],
  [
    `migrations.AlterField("copy", "file_name", models.CharField(max_length=255, db_column="name"))`,
    ["renames"],
  ],
  [`migrations.RenameField("copy", "title", "heading")`, ["renames"]],
  // The column keeps its name.
  [`migrations.RenameField("copy", "file_name", "original_name")`, []],
  [`migrations.AlterModelTable("copy", "copies")`, ["renames"]],
  [`migrations.RenameModel("copy", "Sheet")`, ["renames"]],
  [`migrations.RemoveField("sheet", "size")`, ["drops-data"]],
  [`migrations.DeleteModel("SchedulerRun")`, ["drops-data"]],
  [`migrations.RunPython(program)`, ["irreversible", "opaque"]],
  [`migrations.RunPython(program, migrations.RunPython.noop)`, ["opaque"]],
  [`migrations.RunPython(migrations.RunPython.noop, migrations.RunPython.noop)`, []],
  [`migrations.RunSQL("SELECT 1", migrations.RunSQL.noop)`, ["opaque"]],
  [`migrations.RunSQL(["SELECT 1"])`, ["irreversible", "opaque"]],
  // Looked into, and never run although Django calls it a statement.
  [
    `migrations.SeparateDatabaseAndState(database_operations=[migrations.RunPython(explode)])`,
    ["irreversible", "opaque"],
  ],
  [
    `migrations.SeparateDatabaseAndState(state_operations=[migrations.RemoveField("sheet", "note")])`,
    [],
  ],
  [`Custom()`, ["opaque"]],
  // A table that comes with the same release holds nothing that could be lost.
  [
    `migrations.CreateModel("Fresh", [("id", models.BigAutoField(primary_key=True)), ("old", models.IntegerField(null=True))])`,
    [],
  ],
  [`migrations.AddField("fresh", "sure", models.BooleanField(default=False))`, []],
  [`migrations.RenameModel("fresh", "Newer")`, []],
  [`migrations.RemoveField("newer", "old")`, []],
];

const programs = `
def program(apps, schema_editor): pass
def explode(apps, schema_editor): raise SystemExit("a plan ran a program")
class Custom(migrations.operations.base.Operation):
    def state_forwards(self, app_label, state): pass
    def database_forwards(self, *_): raise SystemExit("a plan ran a program")
    database_backwards = database_forwards
    def describe(self): return "Custom"
`;

for (const [engine, config] of [
  ["PostgreSQL", development],
  ["MariaDB", onMariadb],
] as const) {
  describe(`migrations of a Django image on ${engine}`, function () {
    this.timeout(180_000);
    const lab = new MigrationLab(config);
    const transactional = engine === "PostgreSQL";
    /** Last migration of the example. */
    let last: string;

    before(async () => {
      await lab.open();
      const { pending } = await lab.plan();
      last = pending.findLast(({ id }) => id.startsWith("exams."))?.id.slice("exams.".length) ?? "";
    });
    beforeEach(() => lab.reset());
    after(() => lab.close());

    const count = (table: string) => lab.sql(`SELECT count(*) FROM ${table}`);
    const refusal = async (running: Promise<unknown>): Promise<OperationFailure> => {
      const error: unknown = await running.then(
        () => assert.fail("it succeeded"),
        (reason: unknown) => reason,
      );
      assert.ok(error instanceof OperationFailure, String(error));
      assert.doesNotMatch(error.message, /\n/);
      return error;
    };

    it("are all pending on a new database, and asking changes nothing", async () => {
      const plan = await lab.plan();
      assert.equal(plan.empty, true);
      assert.equal(plan.pending[0]?.id, "contenttypes.0001_initial");
      assert.equal(plan.pending[0].atomic, transactional);
      assert.match(plan.pending[0].sql[0] ?? "", /^CREATE TABLE .django_content_type. /);
      assert.deepEqual(risksOf(plan), []);
      assert.equal(
        await lab.sql(
          "SELECT count(*) FROM information_schema.tables WHERE table_schema IN ('public', 'copies')",
        ),
        "0",
      );
    });

    it("are none once they were applied, and applying again changes nothing", async () => {
      await lab.apply();
      assert.deepEqual(await lab.plan(), { empty: false, pending: [], unknown: [] });
      const applied = await count("django_migrations");
      await lab.apply();
      assert.equal(await count("django_migrations"), applied);
    });

    it("do not call a database new that has tables without a history", async () => {
      await lab.sql("CREATE TABLE somebody (id integer)");
      assert.equal((await lab.plan()).empty, false);
    });

    it("are found in settings that only manage.py names", async () => {
      const task = lab.task("plan", undefined, { DJANGO_SETTINGS_MODULE: "" });
      assert.notEqual((await askPlan(lab.context, task)).pending.length, 0);
    });

    it("are told with the risks of each operation", async () => {
      await lab.apply();
      const operations = judged.map(([operation]) => operation).join(",\n");
      const image = await lab.image({ "9001_risks": migration(last, operations, programs) });
      const plan = await lab.plan(image);
      const [only] = plan.pending;
      assert.ok(only);
      assert.deepEqual(
        only.operations.map(({ description, risks }, index) => [
          judged[index]?.[0],
          description,
          risks,
        ]),
        judged.map(([operation, risks], index) => [
          operation,
          only.operations[index]?.description,
          risks,
        ]),
      );
      assert.deepEqual(
        [only.id, only.atomic, only.reversible],
        ["exams.9001_risks", transactional, false],
      );
      assert.ok(risksOf(plan).includes("exams.9001_risks: Raw Python operation (program)"));
      assert.match(describePlan(plan).join("\n"), /! Remove field size from sheet \[drops-data: /);
      assert.equal(planHash(await lab.plan(image)), planHash(plan));
    });

    it("are known although an older image does not have them", async () => {
      const image = await lab.image({ "9001_more": migration(last, "") });
      await lab.apply(image);
      assert.deepEqual((await lab.plan()).unknown, ["exams.9001_more"]);
      assert.deepEqual((await lab.plan(image)).unknown, []);
    });

    it("of an app that is gone are known as long as its tables are there", async () => {
      await lab.apply();
      await lab.sql(
        "INSERT INTO django_migrations (app, name, applied) VALUES ('gone', '0001_initial', now())",
      );
      assert.deepEqual((await lab.plan()).unknown, []);
      await lab.sql("CREATE TABLE gone_thing (id integer)");
      assert.deepEqual((await lab.plan()).unknown, ["gone.0001_initial"]);
    });

    it("are refused when two follow the same one", async () => {
      const image = await lab.image({
        "9001_one": migration(last, ""),
        "9001_other": migration(last, ""),
      });
      const { message } = await refusal(lab.plan(image));
      assert.match(
        message,
        /app exams has two last migrations \(9001_one, 9001_other\): merge them/,
      );
    });

    it("are taken back, exactly those that are named, and repeating it changes nothing", async () => {
      await lab.apply();
      const image = await lab.image({
        "9001_one": migration(
          last,
          `migrations.AddField("copy", "one", models.TextField(null=True))`,
        ),
        "9002_two": migration(
          "9001_one",
          `migrations.RunSQL("UPDATE exams_copy SET one = 'x'", "UPDATE exams_copy SET one = NULL")`,
        ),
      });
      await lab.apply(image);
      await lab.revert(["exams.9002_two"], image);
      assert.deepEqual((await lab.plan()).unknown, ["exams.9001_one"]);
      await lab.revert(["exams.9001_one", "exams.9002_two"], image);
      await lab.revert(["exams.9001_one", "exams.9002_two"], image);
      assert.deepEqual(await lab.plan(), { empty: false, pending: [], unknown: [] });
      await lab.apply(image);
      assert.deepEqual((await lab.plan(image)).pending, []);
    });

    it("of the example go forward, back and forward again", async () => {
      const own = (await lab.plan()).pending.filter(({ id }) => id.startsWith("exams."));
      const [first, ...later] = own.map(({ id }) => id);
      assert.ok(first !== undefined && later.length > 0);
      assert.deepEqual(
        own.filter(({ reversible }) => !reversible),
        [],
      );
      await lab.apply();
      await lab.revert(later);
      assert.deepEqual(
        (await lab.plan()).pending.map(({ id }) => id),
        later,
      );
      await lab.apply();
      assert.deepEqual((await lab.plan()).pending, []);
    });

    it("are not taken back in part, without their data, or by an image that lacks them", async () => {
      const image = await lab.image({
        "9001_one": migration(last, `migrations.RunPython(program)`, programs),
        "9002_two": migration(
          "9001_one",
          `migrations.AddField("copy", "two", models.TextField(null=True))`,
        ),
      });
      await lab.apply(image);
      const both = ["exams.9001_one", "exams.9002_two"];
      assert.match(
        (await refusal(lab.revert(both, image))).message,
        /exams\.9001_one cannot be taken back with its data/,
      );
      assert.match(
        (await refusal(lab.revert([`exams.${last}`], image))).message,
        /cannot be taken back alone: exams\.9001_one, exams\.9002_two depends on it/,
      );
      assert.match(
        (await refusal(lab.revert(both))).message,
        /this image does not have exams\.9001_one, exams\.9002_two/,
      );
      assert.deepEqual((await lab.plan()).unknown, both);
    });

    it("give up waiting for a lock, and name who may hold it", async () => {
      await lab.apply();
      const image = await lab.image({
        "9001_wait": migration(
          last,
          `migrations.AddField("copy", "note", models.TextField(null=True))`,
        ),
      });
      const release = await lab.hold(
        transactional
          ? "BEGIN; LOCK TABLE exams_copy IN ACCESS SHARE MODE; SELECT pg_sleep(120)"
          : "START TRANSACTION; SELECT count(*) FROM exams_copy; SELECT sleep(120)",
      );
      try {
        const failure = await refusal(lab.apply(image, { PALIER_LOCK_SECONDS: "1" }));
        assert.match(
          failure.message,
          /^The migrations of copies failed: a table was locked by someone else for more than 1 s .*Look for a session with a long transaction/,
        );
        assert.match(
          failure.evidence.join("\n"),
          transactional
            ? /session \d+ from 127\.0\.0\.1: active, transaction open for \d+ s/
            : /session \d+ from |not shown to us/,
        );
      } finally {
        await release();
      }
      assert.deepEqual(
        (await lab.plan(image)).pending.map(({ id }) => id),
        ["exams.9001_wait"],
      );
      await lab.apply(image);
    });

    it("give up a statement that runs for too long", async () => {
      await lab.apply();
      const slow = transactional
        ? "SELECT pg_sleep(60)"
        : "SELECT count(*) FROM seq_1_to_1000000000 WHERE sin(seq) > 2";
      const image = await lab.image({
        "9001_slow": migration(last, `migrations.RunSQL("${slow}")`),
      });
      const { message } = await refusal(lab.apply(image, { PALIER_STATEMENT_SECONDS: "1" }));
      assert.match(message, /a statement ran for more than 1 s .*Do the work in steps/);
      assert.equal((await lab.plan(image)).pending.length, 1);
    });

    it("say why they failed without a value of a row, and leave nothing where the engine can undo", async () => {
      await lab.apply();
      const insert = "INSERT INTO auth_group (name) VALUES ('Confidential')";
      const image = await lab.image({
        "9001_fails": migration(
          last,
          `migrations.AddField("copy", "note", models.TextField(null=True)), migrations.RunSQL("${insert}"), migrations.RunSQL("${insert}")`,
        ),
      });
      const { message, evidence } = await refusal(lab.apply(image));
      assert.match(
        message,
        /^The migrations of copies failed: IntegrityError: .*(auth_group_name|'name')/,
      );
      assert.doesNotMatch([message, ...evidence].join("\n"), /Confidential/);
      const columns =
        "SELECT count(*) FROM information_schema.columns WHERE table_name = 'exams_copy' AND column_name = 'note'";
      assert.equal(await lab.sql(columns), transactional ? "0" : "1");
    });

    it("that were left running are waited for before the next question", async () => {
      const { docker, stack } = lab.context;
      const running = await docker.createContainer({
        name: `palier-${stack}-copies-migrations`,
        Image: lab.task("plan").container.image,
        Cmd: ["sleep", "2"],
        HostConfig: { NetworkMode: "none" },
      });
      await running.start();
      try {
        await lab.plan();
        assert.equal((await running.inspect()).State.Running, false);
        await running.start();
        const short = { ...lab.task("plan"), timeoutSeconds: 1 };
        assert.match(
          (await refusal(askPlan(lab.context, short))).message,
          /Migrations of copies have been running in container .* for more than 1 s/,
        );
        await sleep(1);
      } finally {
        await running.remove({ force: true });
      }
    });

    it("are not believed from an image that answers with something else", async () => {
      const task = lab.task("plan");
      const other = { ...task, container: { ...task.container, command: ["echo", "all is well"] } };
      const { message, evidence } = await refusal(askPlan(lab.context, other));
      assert.match(message, /The image of copies did not answer with a plan of its migrations/);
      assert.deepEqual(evidence, ["all is well"]);
    });
  });
}
