import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";

import { eachStandsOnTheOneBefore } from "../support/in-order";
import { assertUnchanged } from "./support/refusal";
import { SecondSite } from "./support/second-site";

describe("a release whose engine is killed", function () {
  this.timeout(600_000);
  eachStandsOnTheOneBefore();
  const second = new SecondSite("release-engine", { http: 17980, https: 17943 });
  const { engine, site } = second;

  before(async () => {
    await second.start();
    await site.open();
  });
  after(() => second.close());

  it("in the middle of its migration shows users the maintenance page meanwhile, and is completed by the next update", async () => {
    const poll = site.poll();
    const update = await site.begin("migrates-slowly", "1.1.0");
    await update.untilShown(/migrating the data/);
    // In the middle of the migration, which takes 12 s.
    await sleep(3000);
    await engine.kill();
    await update.end();
    assert.notEqual(update.code, 0, update.output);
    assert.ok(update.output.includes(`The Docker engine at unix://${engine.socket} is not usable`));
    assert.match(
      update.output,
      /could not be taken back completely: see docs\/runbooks\/stuck-release\.md/,
    );
    await engine.start();
    const { code, output } = await site.workspace.script("up");
    assert.equal(code, 0, output);
    assert.match(output, /an earlier release \(\S+\) was interrupted at "change-data"/);
    await assertReleased("1.1.0");
    assert.deepEqual(new Set(await poll.stop()), new Set(["0", "200 1.0.0", "200 1.1.0", "503"]));
  });

  it("after users are on it stays in service, and the next update has little left to do", async () => {
    const update = await site.begin("migrates-slowly-on", "1.2.0");
    await update.untilShown(/watching the new release/);
    await engine.kill();
    await update.end();
    assert.notEqual(update.code, 0, update.output);
    await engine.start();
    const { code, output } = await site.workspace.script("up");
    assert.equal(code, 0, output);
    await assertReleased("1.2.0");
  });

  async function assertReleased(version: string): Promise<void> {
    assert.equal(await site.version(), version);
    assert.deepEqual((await site.journal()).unfinished, []);
    assert.deepEqual(await site.leftovers(), []);
    await assertUnchanged(site.workspace);
    await site.manage("sample_copies", "2", "--title", version);
    await site.untilGraded(version);
  }
});
