import assert from "node:assert/strict";
import type { ClientRequest } from "node:http";
import { request } from "node:https";
import { setTimeout as sleep } from "node:timers/promises";

import { eachStandsOnTheOneBefore } from "../support/in-order";
import { containersNamed } from "./support/engine";
import { Load, type LoadTarget, origin, uploadBody, uploadType } from "./support/load";
import { ReleaseSite } from "./support/release-site";
import { assertUnchanged } from "./support/refusal";

const ports = { http: 17480, https: 17443 };
const requestsEach = 2000;

const releases = [
  ["second", "1.1.0"],
  ["third", "1.2.0"],
  ["fourth", "1.3.0"],
] as const;

describe("releases of code alone, while people work", function () {
  this.timeout(600_000);
  eachStandsOnTheOneBefore();
  const site = new ReleaseSite("release-load", ports);
  let target: LoadTarget;
  let load: Load;

  before(async () => {
    site.choose(["processes", "web", "count"], 2);
    await site.open();
    target = await site.loadTarget("During");
    load = new Load(target);
    await site.manage("sample_copies", "20", "--title", "Queued");
    load.start();
  });

  after(async () => {
    await load.stop();
    await site.close();
  });

  for (const [variant, version] of releases) {
    it(`takes users to ${version}, and ${requestsEach} requests of many kinds are answered as ever`, async () => {
      const before = load.requests;
      await site.released(variant, version);
      while (load.requests < before + requestsEach) await sleep(50);
      assertAllWell(load);
      for (const { versions } of Object.values(load.tallies))
        assert.ok((versions[version] ?? 0) > 0);
    });
  }

  it("lets an upload and an answer that take long end where they began", async () => {
    const update = await site.begin("second", "1.4.0");
    await update.untilShown(/starting the web processes/);
    const slow = slowAnswer(target, 20);
    const upload = slowUpload(target, 22);
    await update.untilShown(/sending users to the new release/);
    await update.end();
    assert.equal(update.code, 0, update.output);
    assert.deepEqual(await slow, { status: 200, version: "1.3.0" });
    assert.deepEqual(await upload, { status: 201, version: "1.3.0" });
    assert.equal(await site.version(), "1.4.0");
  });

  it("breaks no connection; of those that are kept it ends at most each once per reload", async () => {
    await load.stop();
    assertAllWell(load);
    const { close, "keep-alive": kept } = load.tallies;
    console.log(
      `      ${close.requests} requests on connections of their own, ${kept.requests} on kept ones, of which ${kept.sentAgain} met a reload and were sent again`,
    );
    assert.deepEqual({ ...close.errors, ...kept.errors }, {});
    assert.equal(close.sentAgain, 0);
    assert.ok(kept.sentAgain <= load.clientsEach * (releases.length + 1), String(kept.sentAgain));
  });

  it("grades every copy once, whether it was handed in before or during a release", async () => {
    for (const title of ["Queued", "During", "Slowly"]) await site.untilGraded(title);
    const counted = await site.sql("SELECT count(*) FROM exams_copy WHERE title = 'During'");
    assert.equal(Number(counted), load.uploaded);
  });

  it("waits for a release that starts slowly", async () => {
    await site.released("slow-start", "1.5.0");
  });

  it("leaves nothing behind, and nothing to do", async () => {
    assert.equal((await containersNamed("release-load", "web")).length, 2);
    assert.deepEqual(await site.leftovers({ web: 2 }), []);
    await assertUnchanged(site.workspace);
  });
});

/** Nobody got anything else than the answer to the question. */
function assertAllWell({ tallies }: Load): void {
  for (const { unexpected, examples } of Object.values(tallies)) {
    assert.equal(unexpected, 0, examples.join("\n"));
  }
}

interface SlowAnswer {
  readonly status: number;
  readonly version: unknown;
}

function slowAnswer(target: LoadTarget, seconds: number): Promise<SlowAnswer> {
  return ask(target, { method: "GET", path: `/slow/${seconds}/` }, (asked) => {
    asked.end();
    return Promise.resolve();
  });
}

/** Sends a copy as a slow line would. */
function slowUpload(target: LoadTarget, seconds: number): Promise<SlowAnswer> {
  const body = uploadBody("Slowly", 1024 * 1024);
  const headers = {
    ...origin(target),
    "Content-Type": uploadType,
    "Content-Length": body.length,
  };
  return ask(target, { method: "POST", path: "/api/copies/", headers }, async (asked) => {
    const piece = Math.ceil(body.length / (seconds * 4));
    for (let sent = 0; sent < body.length; sent += piece) {
      asked.write(body.subarray(sent, sent + piece));
      await sleep(250);
    }
    asked.end();
  });
}

function ask(
  { host, port, authority, cookies }: LoadTarget,
  options: { method: string; path: string; headers?: Record<string, string | number> },
  send: (asked: ClientRequest) => Promise<void>,
): Promise<SlowAnswer> {
  const cookie = Object.entries(cookies).map(([name, value]) => `${name}=${value}`);
  return new Promise((resolve, reject) => {
    const asked = request(
      {
        ...options,
        host: "127.0.0.1",
        port,
        ca: authority,
        servername: host,
        headers: { Host: `${host}:${port}`, Cookie: cookie.join("; "), ...options.headers },
      },
      (answer) => {
        answer.resume();
        answer.on("end", () => {
          resolve({ status: answer.statusCode ?? 0, version: answer.headers["x-app-version"] });
        });
      },
    );
    asked.on("error", reject);
    send(asked).catch(reject);
  });
}
