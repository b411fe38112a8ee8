import assert from "node:assert/strict";
import { resolve } from "node:path";
import { Client, pdf } from "./support/client";
import { docker, eventually, logs } from "./support/engine";
import { Site } from "./support/site";

const WORKER = ["celery", "-A", "core", "worker", "-l", "info", "--concurrency", "1"];
const manage = (...args: string[]): string[] => ["python3", "manage.py", ...args];

describe("example application: Django on MariaDB", function () {
  this.timeout(300_000);
  const site = new Site("mariadb");
  let client: Client;

  /** Runs a command of the application and returns what it printed. */
  async function job(...args: string[]): Promise<string> {
    const { status, stdout, stderr } = await site.job(manage(...args));
    assert.equal(status, 0, `${args.join(" ")}: ${stdout}${stderr}`);
    return stdout;
  }

  before(async () => {
    await site.open();
    await job("migrate", "--noinput");
    await job("collectstatic", "--noinput");
    await job("ensure_admin");
    client = new Client(await site.web("web"), site.host);
    await client.signIn("directrice", site.secrets.admin);
  });

  afterEach(async function () {
    if (this.currentTest?.state !== "failed") return;
    for (const part of ["web", "db"])
      console.error((await logs(site.name(part))).trim().split("\n").slice(-15).join("\n"));
  });

  after(() => site.close());

  it("passes its own tests inside the image", async () => {
    const tests = resolve(__dirname, "../../../examples/django/tests");
    const options = ["--volume", `${tests}:/app/tests:ro`];
    const { status, stderr } = await site.job(manage("test", "tests"), { options });
    assert.equal(status, 0, stderr.slice(-4000));
    assert.match(stderr, /Ran [1-9]\d+ tests/);
  });

  it("has no finding of Django's deployment and database checks, and no migration left", async () => {
    await job("check", "--deploy", "--database", "default", "--fail-level", "WARNING");
    await job("migrate", "--check");
  });

  it("takes the address of the database in one variable as well", async () => {
    const password = encodeURIComponent(site.secrets.database);
    const environment = { DATABASE_URL: `mysql://app:${password}@db:3306/app`, DB_HOST: "" };
    const { status, stderr } = await site.job(manage("migrate", "--check"), { environment });
    assert.equal(status, 0, stderr);
  });

  it("is ready, reports a lost database, stays alive, and recovers", async () => {
    const checks = async (): Promise<[number, Record<string, string>]> => {
      const answer = await client.get("/api/health/ready");
      return [
        answer.status,
        (JSON.parse(answer.body) as { checks: Record<string, string> }).checks,
      ];
    };
    const good = { database: "ok", cache: "ok", media: "ok" };
    assert.deepEqual(await checks(), [200, good]);
    await docker("stop", site.name("db"));
    try {
      assert.deepEqual(await checks(), [503, { ...good, database: "failed" }]);
      assert.equal((await client.get("/api/health/live")).status, 200);
    } finally {
      await docker("start", site.name("db"));
      await site.databaseReady();
    }
    await eventually("readiness", async () => (await checks())[0] === 200);
  });

  it("grades an uploaded copy in a worker", async () => {
    await site.run("worker", WORKER, { options: ["--restart", "always"] });
    const uploaded = await client.upload(pdf("graded"));
    assert.equal(uploaded.status, "pending");
    const graded = await eventually("the mark", async () => {
      const copy = await client.copy(uploaded.id);
      return copy.status === "graded" && copy;
    });
    assert.equal(graded.pages, 1);
    assert.ok(graded.mark !== null && graded.mark >= 0 && graded.mark <= 20);
  });

  it("grades every copy once while one worker takes over from another", async () => {
    await job("sample_copies", "12", "--title", "Relève");
    const report = async (): Promise<Record<string, number>> =>
      JSON.parse(await job("grading_report", "--title", "Relève")) as Record<string, number>;
    await eventually("the first mark", async () => Number((await report()).done) > 0);
    await site.run("successor", WORKER, { options: ["--restart", "always"] });
    await docker("stop", "--time", "30", site.name("worker"));
    const all = { enqueued: 12, done: 12, failed: 0, executions: 12 };
    await eventually("all marks", async () => (await report()).done === all.done);
    assert.deepEqual(await report(), all);
  });
});
