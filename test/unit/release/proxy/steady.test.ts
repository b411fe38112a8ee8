import assert from "node:assert/strict";

import type Dockerode from "dockerode";

import { whileServing } from "../../../../release/proxy/steady";

const [before, after] = ["2026-01-01T00:00:00Z", "2026-01-01T00:10:00Z"];
const worker = ["7", "nginx: worker process"];

/** An engine whose proxy was started at the time that is told. */
function engine(startedAt: () => string): Dockerode {
  const container = {
    inspect: () => Promise.resolve({ State: { Running: true, StartedAt: startedAt() } }),
    top: () => Promise.resolve({ Titles: ["PID", "COMMAND"], Processes: [worker] }),
  };
  return { getContainer: () => container } as unknown as Dockerode;
}

describe("what is told to the proxy", () => {
  it("is told again to one that was restarted meanwhile, which the engine notices late", async () => {
    let started = before;
    let told = 0;
    const done = await whileServing(
      engine(() => started),
      "proxy",
      () => {
        told += 1;
        if (told > 1) return Promise.resolve();
        setTimeout(() => (started = after), 600);
        return Promise.reject(new Error("its processes have ended"));
      },
    );
    assert.deepEqual([done, told], [true, 2]);
  });

  it("is told once to one that refuses it", async () => {
    let told = 0;
    const refused = whileServing(
      engine(() => before),
      "proxy",
      () => {
        told += 1;
        return Promise.reject(new Error("nginx refuses it"));
      },
    );
    await assert.rejects(refused, /nginx refuses it/);
    assert.equal(told, 1);
  });
});
