import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import type { SmokeTestSpec } from "../../../spec/lifecycle";
import { OperationFailure } from "../../../release/failure";
import {
  refuseFatalLines,
  runSmokeTests,
  runSmokeTestsThroughProxy,
  type SmokeTarget,
} from "../../../release/smoke";
import { minimal } from "../../unit/reverse-proxy/specs";
import { engine, eventually, logsOf } from "../reverse-proxy/engine";
import { ProxyLab } from "../reverse-proxy/proxy-lab";

const standIn = readFileSync(join(__dirname, "stand-in.py"), "utf8");

const cookie = { name: "palier_release", value: "Abcdefghijklmnop0123" };
const aliases = { web: "exam-web-new" };

function test(path: string, changes: Partial<SmokeTestSpec> = {}): SmokeTestSpec {
  return { path, status: 200, contains: [], absent: [], headers: {}, ...changes };
}

const good = [
  test("/ready", { contains: ['"version": "{{version}}"'] }),
  test("/login/", {
    contains: ["Copies d'examen", "Version {{version}}"],
    headers: { "x-app-version": "{{version}}", "content-type": "text/html" },
  }),
  test("/", { status: 302, headers: { location: "/login/" } }),
];

describe("smoke tests of a release", function () {
  this.timeout(90_000);
  const proxy = new ProxyLab();
  const context = proxy.context("exam");
  const target = (version: string): SmokeTarget => ({
    proxy: `${proxy.lab.name}-nginx`,
    container: `${proxy.lab.name}-web`,
    port: 8000,
    host: "exam.test",
    version,
  });
  const outside: SmokeTarget = {
    ...target("2.1.0"),
    container: `${proxy.lab.name}-nginx`,
    port: 8443,
  };

  before(async () => {
    const state = {
      state: "maintenance",
      aliases,
      bypassCookie: cookie,
      retryAfterSeconds: 60,
    } as const;
    await proxy.open(minimal, { exam: state }, {});
    // Three seconds pass before it accepts a connection.
    await proxy.server("web", aliases.web, standIn, ["2.1.0", "3"]);
  });

  after(() => proxy.close());

  const failing = async (work: Promise<void>): Promise<OperationFailure> => {
    try {
      await work;
    } catch (error) {
      assert.ok(error instanceof OperationFailure, String(error));
      return error;
    }
    throw new assert.AssertionError({ message: "The smoke tests passed." });
  };

  it("pass for the declared version, whose server accepts connections a little later", async () => {
    await runSmokeTests(context, target("2.1.0"), good);
  });

  it("ask with the headers that the proxy sends", async () => {
    const echo = test("/echo", { contains: ["Host=exam.test;X-Forwarded-Proto=https;"] });
    await runSmokeTests(context, target("2.1.0"), [echo]);
  });

  it("fail for another version, with every problem and the last lines of the log", async () => {
    const failure = await failing(runSmokeTests(context, target("2.2.0"), good));
    assert.match(
      failure.message,
      /^Smoke test of container \S+-web failed \(2 of 3\): \/ready does not contain "\\"version\\": \\"2\.2\.0\\""; it says /,
    );
    assert.match(failure.evidence.join("\n"), /^\/login\/ does not contain "Version 2\.2\.0"/);
    assert.match(failure.evidence.join("\n"), /asked for \/login\//);
  });

  it("fail for a wrong page with status 200, asked for once", async () => {
    const failure = await failing(runSmokeTests(context, target("2.1.0"), [test("/welcome")]));
    assert.match(failure.message, /\/welcome is nginx's welcome page \(status 200\), not/);
    const web = engine.getContainer(target("").container);
    assert.equal((await logsOf(web)).match(/asked for \/welcome/g)?.length, 1);
  });

  it("fail for a readiness that stays 503, after several attempts", async () => {
    const failure = await failing(runSmokeTests(context, target("2.1.0"), [test("/down")]));
    assert.match(failure.message, /\/down has status 503, not 200; it says .*unavailable/);
    const web = engine.getContainer(target("").container);
    assert.ok(((await logsOf(web)).match(/asked for \/down/g)?.length ?? 0) > 2);
  });

  it("fail for an answer without end", async () => {
    const failure = await failing(runSmokeTests(context, target("2.1.0"), [test("/large")]));
    assert.match(failure.message, /\/large has no usable answer/);
  });

  it("fail for a container that does not listen, without asking the rest", async () => {
    const closed = { ...target("2.1.0"), port: 8001 };
    const failure = await failing(runSmokeTests(context, closed, good));
    assert.match(failure.message, /\(1 of 3\): \/ready has no usable answer: curl: \(7\)/);
  });

  it("find a fatal line in the log since the container was started and the release began, and no older one", async () => {
    const { container } = target("");
    let since = new Date(0);
    const refuse = (): Promise<void> =>
      refuseFatalLines(context, container, since, ["ImproperlyConfigured"]);
    await refuse();
    await runSmokeTests(context, target("2.1.0"), [test("/log")]);
    const failure = await failing(refuse());
    assert.match(failure.message, /^Container \S+-web logged what it must not$/);
    assert.deepEqual(failure.evidence, ["django.core.exceptions.ImproperlyConfigured: no key"]);
    since = new Date();
    await refuse();
    since = new Date(0);
    await engine.getContainer(container).restart({ t: 0 });
    await refuse();
    await runSmokeTests(context, target("2.1.0"), good);
  });

  it("pass through the proxy during the maintenance, with the cookie", async () => {
    await runSmokeTestsThroughProxy(context, outside, good, cookie);
    const failure = await failing(
      runSmokeTestsThroughProxy(context, outside, good, {
        ...cookie,
        value: "wrongwrongwrongwrong",
      }),
    );
    assert.match(
      failure.message,
      /^Smoke test of exam\.test through the proxy failed \(3 of 3\): \/ready has status 503, not 200; it says "Le site est en maintenance/,
    );
  });

  it("show the cookie on no command line, and end at an interruption", async () => {
    const interruption = new AbortController();
    const asking = runSmokeTestsThroughProxy(
      proxy.context("exam", interruption.signal),
      outside,
      [test("/hang")],
      cookie,
    );
    const ended = assert.rejects(asking, /was interrupted/);
    const processes = await eventually(async () => {
      const { Processes } = (await proxy.proxy.top({ ps_args: "-eo pid,args" })) as {
        readonly Processes: readonly string[][];
      };
      const lines = Processes.map((columns) => columns.join(" "));
      assert.ok(
        lines.some((line) => line.includes("curl")),
        lines.join("\n"),
      );
      return lines.join("\n");
    });
    assert.ok(!processes.includes(cookie.value), processes);
    interruption.abort(new Error("The deployment was interrupted."));
    await ended;
  });
});
