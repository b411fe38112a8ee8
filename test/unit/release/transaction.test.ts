import assert from "node:assert/strict";

import { z } from "zod";

import { inService, readJournal, TransactionLog } from "../../../release/journal";
import type { Situation, TransactionContext } from "../../../release/transaction/context";
import { TransactionProgress } from "../../../release/transaction/progress";
import { toEntry, type TransactionRecord } from "../../../release/transaction/record";
import { runTransaction, type RunResult } from "../../../release/transaction/run";
import { settleUnfinished } from "../../../release/transaction/settle";
import { defineStep, type Step } from "../../../release/transaction/step";
import type { ReleaseInput } from "../../../spec/operations";
import { quietLifecycle } from "../../fixtures/release";
import { fakeEngine } from "./fake-engine";
import { memoryVolume } from "./memory-volume";

const codeOnly: Situation = { serving: true, change: undefined, hasData: true };
const migrating = (reversible: boolean): Situation => ({
  serving: true,
  change: { way: "apply", migrations: ["exams.0002"], reversible, transactional: true },
  hasData: true,
});

const id = "20260131T101500Z-0001";
const input = {
  application: "exam",
  release: { image: "sha256:2", reference: "exam:2", version: "2" },
  lifecycle: quietLifecycle,
} as unknown as ReleaseInput;

interface Script {
  readonly fails?: boolean;
  readonly failsOnce?: boolean;
  readonly undoFails?: boolean;
  readonly essential?: boolean;
  readonly interrupts?: AbortController;
}

class Scene {
  readonly happened: string[] = [];
  readonly volume = memoryVolume();
  readonly progress = new TransactionProgress();

  /** A step that writes down what happens to it. */
  step(name: string, script: Script = {}): Step {
    return defineStep({
      name,
      title: name,
      facts: z.object({ seen: z.string() }),
      essential: script.essential ?? false,
      look: () => Promise.resolve({ seen: `before ${name}` }),
      run: () => {
        this.happened.push(`do ${name}`);
        script.interrupts?.abort(new Error("The deployment was interrupted."));
        const again = this.happened.filter((what) => what === `do ${name}`).length > 1;
        return script.fails === true || (script.failsOnce === true && !again)
          ? Promise.reject(new Error(`${name} failed`))
          : Promise.resolve();
      },
      undo: (_context, { seen }, { opened }) => {
        this.happened.push(`undo ${name}, ${seen}${opened ? ", opened" : ""}`);
        return script.undoFails === true ? Promise.reject(new Error("no")) : Promise.resolve();
      },
    });
  }

  context(situation: Situation, signal = new AbortController().signal): TransactionContext {
    return {
      docker: fakeEngine().docker,
      stack: "test",
      application: "exam",
      signal,
      id,
      input,
      from: undefined,
      situation,
      startedAt: new Date(0),
      pass: { cookie: "c", entry: "e" },
    };
  }

  log(): TransactionLog {
    return new TransactionLog(this.volume.access, "exam", id);
  }

  run(steps: readonly Step[], situation = codeOnly, signal?: AbortSignal): Promise<RunResult> {
    return runTransaction(this.context(situation, signal), this.log(), this.progress, steps);
  }

  /** Names of the journal's records, without their folder. */
  records(): string[] {
    return [...this.volume.files.keys()].map((path) => path.split("/").slice(3).join("/"));
  }
}

describe("a release transaction", () => {
  let scene: Scene;

  beforeEach(() => {
    scene = new Scene();
  });

  it("runs its steps in order and announces each in the journal before it begins", async () => {
    const steps = ["one", "two"].map((name) => scene.step(name));
    const { outcome } = await scene.run(steps);
    assert.equal(outcome, "released");
    assert.deepEqual(scene.happened, ["do one", "do two"]);
    assert.deepEqual(scene.records(), [
      "0001-begin-one.json",
      "0002-done-one.json",
      "0003-begin-two.json",
      "0004-done-two.json",
    ]);
    assert.deepEqual(
      scene.progress.times.map(({ step }) => step),
      ["one", "two"],
    );
  });

  it("takes everything back in reverse when a step fails, the failed one included", async () => {
    const steps = [scene.step("one"), scene.step("two", { fails: true }), scene.step("three")];
    const { outcome, failure } = await scene.run(steps);
    assert.equal(outcome, "undone");
    assert.equal((failure as Error).message, "two failed");
    assert.deepEqual(scene.happened, [
      "do one",
      "do two",
      "undo two, before two",
      "undo one, before one",
    ]);
    assert.deepEqual(scene.records().slice(-2), ["0004-undone-two.json", "0005-undone-one.json"]);
  });

  it("takes the rest back although one step cannot be, and says that it needs a person", async () => {
    const steps = [
      scene.step("one"),
      scene.step("two", { undoFails: true }),
      scene.step("three", { fails: true }),
    ];
    const { outcome } = await scene.run(steps);
    assert.equal(outcome, "stuck");
    assert.equal(scene.happened.at(-1), "undo one, before one");
  });

  it("does not open the old release on data that could not be put back", async () => {
    const steps = [
      scene.step("maintenance-on"),
      scene.step("change-data", { undoFails: true, essential: true, fails: true }),
    ];
    const { outcome } = await scene.run(steps, migrating(true));
    assert.equal(outcome, "stuck");
    assert.equal(scene.happened.at(-1), "undo change-data, before change-data");
  });

  it("ends before the next step when the deployment is interrupted, and is taken back", async () => {
    const interrupts = new AbortController();
    const steps = [scene.step("one", { interrupts }), scene.step("two")];
    const { outcome } = await scene.run(steps, codeOnly, interrupts.signal);
    assert.equal(outcome, "undone");
    assert.deepEqual(scene.happened, ["do one", "undo one, before one"]);
  });

  it("stays when it fails after users wrote data that cannot be taken back", async () => {
    const steps = [scene.step("open"), scene.step("watch", { fails: true })];
    const { outcome } = await scene.run(steps, migrating(false));
    assert.equal(outcome, "kept");
    assert.deepEqual(scene.happened, ["do open", "do watch"]);
  });

  it("sends users to it once more when that failed, because their data is on it", async () => {
    const steps = [scene.step("open", { failsOnce: true }), scene.step("watch")];
    const { outcome, failure } = await scene.run(steps, migrating(false));
    assert.equal(outcome, "kept");
    assert.equal((failure as Error).message, "open failed");
    assert.deepEqual(scene.happened, ["do open", "do open"]);
  });

  it("is stuck when users can be sent neither there nor back", async () => {
    const steps = [scene.step("change-data"), scene.step("open", { fails: true })];
    const { outcome } = await scene.run(steps, migrating(false));
    assert.equal(outcome, "stuck");
    assert.ok(!scene.happened.some((what) => what.startsWith("undo")));
  });

  it("stops nothing that users are on when they cannot be sent back", async () => {
    const steps = [
      scene.step("start-web"),
      scene.step("open", { essential: true, undoFails: true }),
      scene.step("watch", { fails: true }),
    ];
    const { outcome } = await scene.run(steps, codeOnly);
    assert.equal(outcome, "stuck");
    assert.ok(!scene.happened.includes("undo start-web, before start-web"));
  });

  it("is taken back when it fails before it is written down that users are sent to it", async () => {
    const steps = [
      scene.step("change-data"),
      { ...scene.step("open"), look: () => Promise.reject(new Error("the engine is gone")) },
    ];
    const { outcome } = await scene.run(steps, migrating(false));
    assert.equal(outcome, "undone");
    assert.deepEqual(scene.happened, ["do change-data", "undo change-data, before change-data"]);
  });

  it("is not cut short while it sends users to data that cannot be taken back", async () => {
    const interrupts = new AbortController();
    const open = scene.step("open");
    const steps = [
      scene.step("change-data"),
      {
        ...open,
        look: (...asked: Parameters<Step["look"]>) => {
          interrupts.abort(new Error("The deployment was interrupted."));
          return open.look(...asked);
        },
        run: (context: TransactionContext, facts: unknown) => {
          context.signal.throwIfAborted();
          return open.run(context, facts);
        },
      },
    ];
    const { outcome } = await scene.run(steps, migrating(false), interrupts.signal);
    assert.equal(outcome, "released");
  });

  it("tells the watch when users were sent to it, not when the watch began", async () => {
    const seen: (Date | undefined)[] = [];
    const watch = scene.step("watch");
    const steps = [
      scene.step("open"),
      {
        ...watch,
        look: (...asked: Parameters<Step["look"]>) => {
          seen.push(asked[1].announcedAt);
          return watch.look(...asked);
        },
      },
    ];
    const before = new Date();
    await scene.run(steps);
    assert.ok(seen[0] !== undefined && seen[0] >= before && seen[0] <= new Date());
  });

  it("goes on to its end when it is interrupted after that", async () => {
    const interrupts = new AbortController();
    const steps = [scene.step("open", { interrupts }), scene.step("retire-web")];
    const { outcome } = await scene.run(steps, migrating(false), interrupts.signal);
    assert.equal(outcome, "released");
  });

  it("takes reversible migrations back even then, and tells the steps that users were on it", async () => {
    const steps = [
      scene.step("change-data"),
      scene.step("open"),
      scene.step("watch", { fails: true }),
    ];
    const { outcome } = await scene.run(steps, migrating(true));
    assert.equal(outcome, "undone");
    assert.deepEqual(scene.happened.slice(-1), ["undo change-data, before change-data, opened"]);
  });
});

describe("a release that was killed", () => {
  let scene: Scene;
  const names = ["maintenance-on", "change-data", "open", "retire-web"];

  beforeEach(() => {
    scene = new Scene();
  });

  /** Leaves the records that a process killed after so many of them would leave. */
  const kill = async (situation: Situation, records: number): Promise<void> => {
    const log = scene.log();
    const record: TransactionRecord = {
      id,
      actor: { user: "anne", host: "server", machine: "m", pid: 1, started: "1" },
      startedAt: "2026-01-31T10:15:00.000Z",
      from: { image: "sha256:1", reference: "exam:1", version: "1" },
      input,
      situation,
      approval: undefined,
      rollback: undefined,
    };
    await log.begin(record);
    const all = names.flatMap((step) => [
      { step, event: "begin" as const, facts: { seen: `before ${step}` } },
      { step, event: "done" as const },
    ]);
    for (const one of all.slice(0, records)) await log.step(one);
  };

  const settle = async (script: Script = {}): Promise<boolean> => {
    const journal = await readJournal(scene.volume.access, "exam");
    const steps = names.map((name) => scene.step(name, script));
    return settleUnfinished(scene.context(codeOnly), scene.volume.access, journal, steps);
  };

  const outcome = async (): Promise<string | undefined> =>
    (await readJournal(scene.volume.access, "exam")).entries.at(-1)?.outcome;

  it("is taken back when users were not on it, whatever it was doing", async () => {
    for (let records = 0; records <= 4; records += 1) {
      scene = new Scene();
      await kill(migrating(false), records);
      assert.equal(await settle(), true);
      const begun = names.slice(0, Math.ceil(records / 2)).reverse();
      assert.deepEqual(
        scene.happened,
        begun.map((name) => `undo ${name}, before ${name}`),
      );
      assert.equal(await outcome(), "undone");
      assert.equal(await settle(), false);
    }
  });

  it("stays when users may have been on it, and is finished for them", async () => {
    for (let records = 5; records <= 8; records += 1) {
      scene = new Scene();
      await kill(migrating(false), records);
      await settle();
      assert.deepEqual(scene.happened, ["do open"]);
      assert.equal(await outcome(), "kept");
    }
  });

  it("stays unsettled while users cannot be sent to it", async () => {
    await kill(migrating(false), 5);
    await assert.rejects(settle({ fails: true }), /could not be finished/);
    assert.equal(await outcome(), undefined);
    await settle();
    assert.equal(await outcome(), "kept");
  });

  it("while it was being taken back is taken back to the end, and nothing twice", async () => {
    await kill(migrating(true), 6);
    const log = new TransactionLog(scene.volume.access, "exam", id, 6);
    await log.step({ step: "open", event: "undone" });
    await settle();
    // Users were on it in between: what they wrote must not be put back.
    assert.deepEqual(scene.happened, [
      "undo change-data, before change-data, opened",
      "undo maintenance-on, before maintenance-on, opened",
    ]);
    assert.equal(await outcome(), "undone");
  });

  it("is tried again by the next one when it cannot be taken back", async () => {
    await kill(migrating(true), 4);
    await assert.rejects(settle({ undoFails: true, essential: true }), /could not be taken back/);
    assert.equal(await outcome(), undefined);
    await settle();
    assert.equal(await outcome(), "undone");
  });

  it("in the middle of writing a record had not begun that step", async () => {
    await kill(migrating(true), 3);
    const last = [...scene.volume.files.keys()].at(-1) ?? "";
    scene.volume.files.set(last, '{"step":"change-da');
    await settle();
    assert.deepEqual(scene.happened, ["undo maintenance-on, before maintenance-on"]);
  });

  it("before its first record was whole has left nothing", async () => {
    await kill(codeOnly, 0);
    const [first = ""] = [...scene.volume.files.keys()];
    scene.volume.files.set(first, "");
    assert.equal(await settle(), false);
  });

  it("leaves an end that says what is in service", async () => {
    await kill(codeOnly, 8);
    await settle();
    const journal = await readJournal(scene.volume.access, "exam");
    assert.equal(inService(journal)?.to.version, "2");
    assert.equal(journal.entries[0]?.reason, "The release was interrupted.");
  });
});

describe("the line of a transaction in the journal", () => {
  it("keeps how long users saw the maintenance page, and what lets the migrations be taken back", () => {
    const progress = new TransactionProgress();
    progress.closed(new Date(1000));
    progress.opened(new Date(4500));
    const record = {
      id,
      input,
      situation: migrating(true),
      startedAt: "2026-01-31T10:15:00.000Z",
    } as unknown as TransactionRecord;
    const entry = toEntry(record, "released", undefined, progress);
    assert.equal(entry.maintenanceMilliseconds, 3500);
    assert.deepEqual(entry.migrations, ["exams.0002"]);
    assert.equal(entry.reversible, true);
    assert.equal(entry.restorePoint, id);
  });
});
