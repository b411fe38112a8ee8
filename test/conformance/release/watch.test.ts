import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import type Dockerode from "dockerode";

import { execute } from "../../../release/engine/exec";
import { OperationFailure } from "../../../release/failure";
import { watchRelease, type WatchProgress, type WatchTarget } from "../../../release/watch";
import { examSite, minimal } from "../../unit/reverse-proxy/specs";
import { eventually } from "../reverse-proxy/engine";
import { ProxyLab } from "../reverse-proxy/proxy-lab";

const standIn = readFileSync(join(__dirname, "stand-in.py"), "utf8");
const host = "exam.test";

describe("watching a release", function () {
  this.timeout(120_000);
  const proxy = new ProxyLab();
  let old: Dockerode.Container;
  let web: Dockerode.Container;

  before(async () => {
    await proxy.open(minimal, { exam: { state: "open", aliases: { web: "exam-old" } } }, {});
    old = await proxy.server("old", "exam-old", standIn, ["1.0.0", "0"]);
    web = await proxy.server("web", "exam-new", standIn, ["1.1.0", "0"], {
      HostConfig: { RestartPolicy: { Name: "always" } },
      Healthcheck: {
        Test: ["CMD", "test", "!", "-e", "/tmp/sick"],
        Interval: 1e9,
        Timeout: 1e9,
        Retries: 1,
      },
    });
    await open("exam-new");
  });

  after(() => proxy.close());

  const open = (alias: string): Promise<void> =>
    proxy.setState(examSite, { state: "open", aliases: { web: alias } });

  const target = (changes: Partial<WatchTarget> = {}): WatchTarget => ({
    route: proxy.route(examSite),
    containers: [web.id],
    watch: { seconds: 60, errorRate: 0.2, minimumRequests: 10 },
    host,
    fatalLogLines: ["ImproperlyConfigured"],
    since: new Date(),
    ...changes,
  });

  const ask = async (path: string, count: number): Promise<void> => {
    for (let asked = 0; asked < count; asked += 1) await proxy.get(`https://${host}${path}`);
  };

  /** Starts watching, does something to the release, and returns what the watch made of it. */
  async function watched(
    happens: () => Promise<unknown>,
    changes: Partial<WatchTarget> = {},
    signal?: AbortSignal,
  ): Promise<unknown> {
    let begun = false;
    const watching = watchRelease(
      proxy.context("exam", signal),
      target({
        onProgress: () => {
          begun = true;
        },
        ...changes,
      }),
    ).then(
      () => undefined,
      (error: unknown) => error,
    );
    if (changes.onProgress === undefined) {
      await Promise.race([
        watching,
        eventually(async () => {
          await sleep(0);
          assert.ok(begun);
        }),
      ]);
    }
    await happens();
    return watching;
  }

  function failure(error: unknown): OperationFailure {
    assert.ok(error instanceof OperationFailure, String(error));
    return error;
  }

  it("is left out when it should take no time", async () => {
    await watchRelease(proxy.context("exam"), target({ watch: { ...target().watch, seconds: 0 } }));
  });

  it("ends well after its time, having counted this site's answers since the switch", async () => {
    await ask("/fail", 5);
    // The engine stamps a line when it reads it.
    await sleep(1000);
    const since = new Date();
    const seen: WatchProgress[] = [];
    const error = await watched(
      async () => {
        await ask("/", 12);
        await ask("/fail", 2);
        await proxy.get("https://exam.test/_palier/x");
      },
      {
        since,
        watch: { seconds: 5, errorRate: 0.2, minimumRequests: 10 },
        onProgress: (progress) => seen.push(progress),
      },
    );
    assert.equal(error, undefined);
    const { answers, errors } = seen.at(-1) ?? {};
    assert.deepEqual({ answers, errors }, { answers: 14, errors: 2 });
    assert.ok(seen.length >= 4);
  });

  it("fails as soon as too many answers are errors, and says which", async () => {
    // A look in their middle must not be the one that decides.
    const watch = { seconds: 60, errorRate: 0.2, minimumRequests: 12 };
    const error = failure(
      await watched(
        async () => {
          await ask("/", 6);
          await ask("/fail", 6);
        },
        { watch },
      ),
    );
    assert.match(
      error.message,
      /^exam failed to answer 6 of 12 requests \(50 %, at most 20 % may fail\) in the first \d+ s\.$/,
    );
    assert.deepEqual(error.evidence, ["6 × 500 GET /fail"]);
  });

  it("does not count the maintenance page, old containers and too few answers", async () => {
    const changes = { watch: { seconds: 6, errorRate: 0.2, minimumRequests: 10 } };
    const error = await watched(async () => {
      await ask("/fail", 4);
      await proxy.setState(examSite, { state: "maintenance", retryAfterSeconds: 60 });
      await ask("/fail", 10);
      await open("exam-old");
      await ask("/fail", 10);
      await open("exam-new");
    }, changes);
    assert.equal(error, undefined);
  });

  it("fails at a fatal line, which it shows", async () => {
    const error = failure(await watched(() => ask("/log", 1)));
    assert.match(error.message, /^Container \S+-web logged what it must not$/);
    assert.deepEqual(error.evidence, ["django.core.exceptions.ImproperlyConfigured: no key"]);
  });

  it("fails when a container ends, although the engine starts it again", async () => {
    const error = failure(await watched(() => ask("/end", 1), { fatalLogLines: [] }));
    assert.match(error.message, /^Container \S+-web ended and was restarted$/);
    assert.match(error.evidence.join("\n"), /asked for \/end/);
    await eventually(async () => {
      assert.equal((await proxy.get(`https://${host}/ready`)).status, 200);
    });
  });

  it("fails when the engine calls a container unhealthy", async () => {
    const error = failure(
      await watched(() => execute(web, ["touch", "/tmp/sick"]), { fatalLogLines: [] }),
    );
    assert.match(error.message, /^Container \S+-web became unhealthy: its last probe answered 1/);
    await execute(web, ["rm", "/tmp/sick"]);
    await eventually(async () => {
      assert.equal((await web.inspect()).State.Health?.Status, "healthy");
    });
  });

  it("fails for a container that does not run, and for one that is gone", async () => {
    await old.stop({ t: 0 });
    const stopped = failure(
      await watched(() => Promise.resolve(), {
        containers: [old.id],
        onProgress: () => undefined,
      }),
    );
    assert.match(stopped.message, /^Container \S+-old ended with exit code \d+/);
  });

  it("ends at an interruption with its reason", async () => {
    const interruption = new AbortController();
    const error = await watched(
      () => {
        interruption.abort(new Error("The deployment was interrupted."));
        return Promise.resolve();
      },
      { fatalLogLines: [] },
      interruption.signal,
    );
    assert.match(String(error), /The deployment was interrupted/);
  });
});
