import assert from "node:assert/strict";

import type Dockerode from "dockerode";

import { retireOld } from "../../../release/steps/containers";
import { runSteps } from "../../../release/steps/run";
import type { ReleaseContext, ReleaseStep } from "../../../release/steps/step";
import type { ReleaseInput } from "../../../spec/operations";
import { engineError, fakeEngine } from "./fake-engine";

interface Script {
  readonly fails?: boolean;
  readonly undoFails?: boolean;
  readonly interrupts?: AbortController;
}

/** A step that writes down what happens to it. */
function step(log: string[], title: string, script: Script = {}): ReleaseStep {
  return {
    title,
    run: (_context, undo) => {
      log.push(`do ${title}`);
      for (const part of ["first", "second"]) {
        undo(() => {
          log.push(`undo ${title} ${part}`);
          return script.undoFails === true ? Promise.reject(new Error("stuck")) : Promise.resolve();
        });
      }
      script.interrupts?.abort(new Error("The deployment was interrupted."));
      return script.fails === true
        ? Promise.reject(new Error(`${title} failed`))
        : Promise.resolve();
    },
  };
}

function context(signal = new AbortController().signal): ReleaseContext {
  return { input: {} as ReleaseInput, docker: fakeEngine().docker, signal };
}

describe("the steps of a release", () => {
  let log: string[];

  beforeEach(() => {
    log = [];
  });

  it("run in order, and nothing is taken back when all succeed", async () => {
    await runSteps(
      ["one", "two", "three"].map((title) => step(log, title)),
      context(),
    );
    assert.deepEqual(log, ["do one", "do two", "do three"]);
  });

  it("are taken back in reverse order when one fails, which is the failure that is told", async () => {
    const steps = [step(log, "one"), step(log, "two", { fails: true }), step(log, "three")];
    await assert.rejects(runSteps(steps, context()), { message: "two failed" });
    assert.deepEqual(log, [
      "do one",
      "do two",
      "undo two second",
      "undo two first",
      "undo one second",
      "undo one first",
    ]);
  });

  it("are all taken back although one of them cannot be", async () => {
    const steps = [step(log, "one"), step(log, "two", { undoFails: true, fails: true })];
    await assert.rejects(runSteps(steps, context()), { message: "two failed" });
    assert.deepEqual(log.slice(2), [
      "undo two second",
      "undo two first",
      "undo one second",
      "undo one first",
    ]);
  });

  it("end before the next step when the deployment is interrupted, and are taken back", async () => {
    const interrupts = new AbortController();
    const steps = [step(log, "one", { interrupts }), step(log, "two")];
    await assert.rejects(runSteps(steps, context(interrupts.signal)), {
      message: "The deployment was interrupted.",
    });
    assert.deepEqual(log, ["do one", "undo one second", "undo one first"]);
  });

  it("do not begin when the deployment was interrupted before", async () => {
    await assert.rejects(runSteps([step(log, "one")], context(AbortSignal.abort(new Error("no")))));
    assert.deepEqual(log, []);
  });
});

describe("stopping the old containers", () => {
  it("brings all of them back when one of them cannot be stopped", async () => {
    const stopped = new Set<string>();
    const container = (id: string) => ({
      update: () => Promise.resolve(),
      start: () => {
        if (!stopped.delete(id)) throw engineError(304);
        return Promise.resolve();
      },
      stop: async () => {
        if (id === "stuck") throw engineError(500);
        await new Promise((done) => setTimeout(done, 30));
        stopped.add(id);
      },
    });
    const docker = {
      listContainers: () => Promise.resolve(["new", "stuck", "slow"].map((Id) => ({ Id }))),
      getContainer: container,
    } as unknown as Dockerode;
    const worker = { name: "worker", kind: "worker" as const, stopGraceSeconds: 1 };
    const steps: ReleaseStep[] = [
      {
        title: "stopping",
        run: async (running, undo) => {
          await retireOld(running, { ...worker, containers: ["new"] }, undo);
        },
      },
    ];
    const running = { ...context(), docker };
    await assert.rejects(runSteps(steps, running), { statusCode: 500 });
    // Longer than the slow one takes to stop, had it not been waited for.
    await new Promise((done) => setTimeout(done, 60));
    assert.deepEqual([...stopped], []);
  });
});
