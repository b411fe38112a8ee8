import assert from "node:assert/strict";

import type Dockerode from "dockerode";

import { servesSince } from "../../../../release/engine/proxy";

const started = "2026-01-01T00:00:00Z";

/** An engine with a proxy that runs, and shows these processes. */
function engineShowing(processes: readonly string[][] | null): Dockerode {
  const container = {
    inspect: () => Promise.resolve({ State: { Running: true, StartedAt: started } }),
    top: () => Promise.resolve({ Titles: ["PID", "COMMAND"], Processes: processes }),
  };
  return { getContainer: () => container } as unknown as Dockerode;
}

describe("a proxy that runs", () => {
  const master = ["1", "nginx: master process nginx"];
  for (const [what, processes, since] of [
    ["serves with a worker", [master, ["7", "nginx:", "worker", "process"]], started],
    [
      "does not with workers that end",
      [["7", "nginx: worker process is shutting down"]],
      undefined,
    ],
    ["does not without a worker", [master], undefined],
    ["does not while the engine shows no process at all", null, undefined],
  ] as const) {
    it(what, async () => {
      const shown = processes?.map((words) => [...words]) ?? null;
      assert.equal(await servesSince(engineShowing(shown), "proxy"), since);
    });
  }
});
