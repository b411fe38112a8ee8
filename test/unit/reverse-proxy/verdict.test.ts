import assert from "node:assert/strict";
import { Readable } from "node:stream";

import type Dockerode from "dockerode";

import { testProxy } from "../../../release/engine/proxy";
import { whileServing } from "../../../release/proxy/steady";

/** An engine whose proxy answers each test of its configuration with the next of these exit codes. */
class Engine {
  inspected = 0;
  tested = 0;
  private startedAt = 0;

  constructor(
    private readonly exitCodes: readonly number[],
    private readonly afterTest: (restart: () => void) => void = () => undefined,
  ) {}

  get docker(): Dockerode {
    return { getContainer: () => this.container } as unknown as Dockerode;
  }

  private readonly container = {
    inspect: () => {
      this.inspected += 1;
      return Promise.resolve({ State: { Running: true, StartedAt: String(this.startedAt) } });
    },
    top: () => Promise.resolve({ Processes: [["7", "nginx: worker process"]] }),
    exec: () => {
      const ExitCode = this.exitCodes[this.tested];
      this.tested += 1;
      this.afterTest(() => (this.startedAt += 1));
      return Promise.resolve({
        start: () => Promise.resolve(Readable.from([])),
        inspect: () => Promise.resolve({ ExitCode }),
      });
    },
  };

  tell(): Promise<boolean> {
    return whileServing(this.docker, "proxy", () => testProxy(this.docker, "proxy"));
  }
}

describe("nginx's verdict of its configuration", () => {
  it("is final at once when it refuses: nobody waits for a restart that would explain it", async () => {
    const engine = new Engine([1]);
    await assert.rejects(engine.tell(), /nginx refuses the configuration/);
    // Once, before it was told.
    assert.deepEqual([engine.tested, engine.inspected], [1, 1]);
  });

  it("is asked for again when a restart, which the engine notices late, ended it", async () => {
    const engine = new Engine([137, 0], (restart) => setTimeout(restart, 400));
    assert.equal(await engine.tell(), true);
    assert.equal(engine.tested, 2);
  });

  it("is missing where nginx was ended and nothing was restarted, and not called a refusal", async () => {
    const engine = new Engine([137]);
    await assert.rejects(engine.tell(), /did not test the configuration.*exit code 137/);
    assert.equal(engine.tested, 1);
  });
});
