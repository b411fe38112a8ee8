import assert from "node:assert/strict";
import { request } from "node:http";
import { resolve } from "node:path";
import { Client, multipart, pdf } from "./support/client";
import { docker, eventually, logs } from "./support/engine";
import { Site } from "./support/site";

const WORKER = ["celery", "-A", "core", "worker", "-l", "info", "--concurrency", "1"];
const BEAT = ["celery", "-A", "core", "beat", "-l", "info"].concat([
  "--schedule",
  "/tmp/celerybeat-schedule",
  "--pidfile=",
]);
const manage = (...args: string[]): string[] => ["python3", "manage.py", ...args];

describe("example application: Django", function () {
  this.timeout(300_000);
  const site = new Site();
  let client: Client;

  before(async () => {
    await site.open();
    for (const step of [
      ["migrate", "--noinput"],
      ["collectstatic", "--noinput"],
      ["ensure_admin"],
    ]) {
      const { status, stdout, stderr } = await site.job(manage(...step));
      assert.equal(status, 0, `${step.join(" ")}: ${stdout}${stderr}`);
    }
    client = new Client(await site.web("web"), site.host);
    await site.run("worker", WORKER, { options: ["--restart", "always"] });
    await site.run("beat", BEAT);
    await client.signIn("directrice", site.secrets.admin);
  });

  afterEach(async function () {
    if (this.currentTest?.state !== "failed") return;
    for (const part of ["web", "worker", "beat"])
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

  it("has no finding of Django's deployment check and no missing migration", async () => {
    const check = await site.job(manage("check", "--deploy", "--fail-level", "WARNING"));
    assert.equal(check.status, 0, check.stderr);
    const missing = await site.job(manage("makemigrations", "--check", "--dry-run"));
    assert.equal(missing.status, 0, missing.stdout);
  });

  describe("refuses to start", () => {
    const web = ["gunicorn", "-c", "/app/gunicorn.conf.py", "core.wsgi:application"];
    const cases: [string, string[], Record<string, string>, RegExp][] = [
      ["with DEBUG on", web, { DEBUG: "true" }, /DEBUG is on in production/],
      ["with a wildcard host", web, { ALLOWED_HOSTS: "*" }, /ALLOWED_HOSTS has a wildcard/],
      ["without a secret key", web, { SECRET_KEY_FILE: "" }, /SECRET_KEY is missing/],
      ["in preproduction too", web, { DJANGO_ENV: "preproduction", DEBUG: "1" }, /DEBUG is on/],
      ["a worker without a database", WORKER, { DB_HOST: "" }, /DB_HOST is not set/],
      [
        "a scheduler on SQLite",
        BEAT,
        { DATABASE_URL: "sqlite:///x" },
        /not a PostgreSQL or MariaDB address/,
      ],
    ];
    for (const [title, command, environment, reason] of cases) {
      it(title, async () => {
        const { status, stdout, stderr } = await site.job(command, { environment });
        assert.equal(status, 1, stdout + stderr);
        assert.match(stderr, reason);
        assert.equal(stderr.trim().split("\n").length, 1, stderr);
      });
    }
  });

  it("grades an uploaded copy in a worker", async () => {
    const uploaded = await client.upload(pdf("graded"));
    assert.equal(uploaded.status, "pending");
    const graded = await eventually("the mark", async () => {
      const copy = await client.copy(uploaded.id);
      return copy.status === "graded" && copy;
    });
    assert.equal(graded.pages, 1);
    assert.ok(graded.mark !== null && graded.mark >= 0 && graded.mark <= 20);
  });

  it("hands a file to the proxy only after the permission check", async () => {
    const { file } = await client.upload(pdf("download"));
    const answer = await client.get(file);
    const target = answer.headers["x-accel-redirect"];
    assert.equal(answer.status, 200);
    assert.ok(typeof target === "string" && target.startsWith("/protected-media/copies/"));
    const stored = target.replace("/protected-media/", "/app/media/");
    const content = await docker("exec", site.name("web"), "cat", stored);
    assert.match(content, /% download/);
    const stranger = await new Client(client.port, site.host).get(file);
    assert.equal(stranger.status, 302);
    assert.equal(stranger.headers["x-accel-redirect"], undefined);
    assert.equal((await client.get(target.replace("protected-media", "media"))).status, 404);
  });

  it("shows when the scheduler ran last", async () => {
    const seen = await eventually("the first run", async () => {
      const { body } = await client.get("/");
      return /Dernier passage du planificateur : ([^<]+)\./.exec(body)?.[1];
    });
    await eventually("a later run", async () => !(await client.get("/")).body.includes(seen));
  });

  it("answers the health commands of web, worker and scheduler", async () => {
    await site.healthy("web", "web");
    await site.healthy("worker", "worker");
    await site.healthy("beat", "beat");
    const stale = `touch -d '-2 minutes' /tmp/heartbeat-worker && exec python3 healthcheck.py worker`;
    const silent = await site.job(["sh", "-c", stale]);
    assert.equal(silent.status, 1);
    assert.match(silent.stderr, /last heartbeat 12\d s ago/);
    const absent = await site.job(["python3", "healthcheck.py", "beat"]);
    assert.deepEqual([absent.status, absent.stderr], [1, "beat: no heartbeat yet\n"]);
    const down = await site.job(["python3", "healthcheck.py", "web"]);
    assert.equal(down.status, 1);
  });

  it("serves hashed static files, on the volume and by itself", async () => {
    const { body } = await new Client(client.port, site.host).get("/connexion/");
    const path = /href="(\/static\/exams\/app\.[0-9a-f]{12}\.css)"/.exec(body)?.[1];
    assert.ok(path !== undefined, body);
    const answer = await client.get(path);
    assert.match(String(answer.headers["cache-control"]), /immutable/);
    const onVolume = await docker(
      "exec",
      site.name("web"),
      "cat",
      path.replace("/static/", "/app/static/"),
    );
    assert.equal(answer.body.trim(), onVolume);
  });

  it("shows its version in header, health and page, so that two releases differ", async () => {
    const other = new Client(await site.web("web2", { version: "2.0.0" }), site.host);
    for (const [web, version] of [
      [client, "1.0.0"],
      [other, "2.0.0"],
    ] as const) {
      const live = await web.get("/api/health/live");
      assert.deepEqual(JSON.parse(live.body), { status: "ok", version });
      assert.equal(live.headers["x-app-version"], version);
      const page = await new Client(web.port, site.host).get("/connexion/");
      assert.match(page.body, new RegExp(`Version ${version}`));
    }
  });

  it("runs without privileges and cannot change its own code", async () => {
    const { stdout } = await site.job(["sh", "-c", "id -u; touch /app/core/x || echo refused"]);
    assert.deepEqual(stdout.trim().split("\n"), ["1000", "refused"]);
    const writable = `find /app ! -path '/app/media*' ! -path '/app/static' -writable -print`;
    const plain = await docker("run", "--rm", "--entrypoint", "sh", site.image(), "-c", writable);
    assert.equal(plain, "");
  });

  describe("when a part is away", () => {
    const checks = async (web: Client): Promise<[number, Record<string, string>]> => {
      const answer = await web.get("/api/health/ready");
      const body = JSON.parse(answer.body) as { checks: Record<string, string> };
      return [answer.status, body.checks];
    };
    const good = { database: "ok", cache: "ok", media: "ok" };

    it("is ready when all parts work", async () => {
      assert.deepEqual(await checks(client), [200, good]);
    });

    it("reports a media folder that cannot be written", async () => {
      const options = ["--volume", `${site.name("media")}:/app/read-only:ro`];
      const environment = { MEDIA_ROOT: "/app/read-only" };
      const web = new Client(await site.web("web3", { options, environment }), site.host);
      assert.deepEqual(await checks(web), [503, { ...good, media: "failed" }]);
    });

    it("reports a lost database, stays alive, and recovers", async () => {
      await docker("stop", site.name("db"));
      try {
        assert.deepEqual(await checks(client), [503, { ...good, database: "failed" }]);
        assert.equal((await client.get("/api/health/live")).status, 200);
      } finally {
        await docker("start", site.name("db"));
        await site.databaseReady();
      }
      await eventually("readiness", async () => (await checks(client))[0] === 200);
    });

    it("reports a lost cache, keeps an upload, and grades it afterwards", async () => {
      await docker("stop", site.name("redis"));
      let id: string;
      try {
        assert.deepEqual(await checks(client), [503, { ...good, cache: "failed" }]);
        ({ id } = await client.upload(pdf("without broker")));
        assert.equal((await client.copy(id)).status, "pending");
      } finally {
        await docker("start", site.name("redis"));
      }
      await eventually("readiness", async () => (await checks(client))[0] === 200);
      await eventually("the mark", async () => (await client.copy(id)).status === "graded");
    });
  });

  it("finishes a task in progress before a worker stops", async () => {
    await docker("stop", site.name("worker"), site.name("beat"));
    try {
      const slow = await site.run("slow", WORKER, { environment: { GRADING_SECONDS: "4" } });
      await site.healthy("slow", "worker");
      const { id } = await client.upload(pdf("slow"));
      await eventually("the task", async () =>
        /grade_copy\[[^\]]+\] received/.test(await logs(slow)),
      );
      await docker("stop", "--time", "30", slow);
      assert.equal((await client.copy(id)).status, "graded");
      assert.equal(await docker("inspect", "--format", "{{.State.ExitCode}}", slow), "0");
    } finally {
      await docker("start", site.name("worker"), site.name("beat"));
    }
  });

  it("finishes an upload in progress before a web process stops", async () => {
    const port = await site.web("draining");
    const web = new Client(port, site.host);
    await web.signIn("directrice", site.secrets.admin);
    const { body, type } = multipart(pdf("draining"));
    const headers = { ...web.headers(), "Content-Type": type, "Content-Length": body.length };
    const status = new Promise<number>((done, failed) => {
      const options = { host: "127.0.0.1", port, method: "POST", path: "/api/copies/", headers };
      const outgoing = request(options, (answer) => {
        done(answer.resume().statusCode ?? 0);
      }).on("error", failed);
      outgoing.write(body.subarray(0, 100));
      setTimeout(() => void docker("kill", "--signal", "TERM", site.name("draining")), 1000);
      setTimeout(() => outgoing.end(body.subarray(100)), 3000);
    });
    assert.equal(await status, 201);
    assert.equal(await docker("wait", site.name("draining")), "0");
  });

  it("never writes a secret to its logs or its declaration", async () => {
    for (const part of ["web", "worker", "beat"]) {
      const text = (await logs(site.name(part))) + (await docker("inspect", site.name(part)));
      assert.ok(text.length > 1000);
      for (const [name, secret] of Object.entries(site.secrets)) {
        const encoded = encodeURIComponent(secret);
        assert.ok(!text.includes(secret) && !text.includes(encoded), `${name} is in ${part}`);
      }
    }
  });

  it("writes one JSON object per request, without the query", async () => {
    await new Client(client.port, site.host).get("/connexion/?next=/only-for-this-test");
    const line = await eventually("the log line", async () =>
      (await logs(site.name("web")))
        .trim()
        .split("\n")
        .findLast((entry) => entry.includes("/connexion/")),
    );
    const entry = JSON.parse(line) as Record<string, unknown>;
    assert.deepEqual([entry.method, entry.path, entry.status], ["GET", "/connexion/", "200"]);
    assert.ok(!line.includes("only-for-this-test"));
  });
});
