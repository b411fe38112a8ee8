import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";

import { execute } from "../../release/engine/exec";
import { steps } from "../../release/transaction/steps";
import type { ReleaseInput } from "../../spec/operations";
import { eachStandsOnTheOneBefore } from "../support/in-order";
import { DirectRelease, prepareRelease } from "./support/direct-release";
import { docker } from "./support/engine";
import { InterruptedUpdate } from "./support/interruption";
import { assertUnchanged } from "./support/refusal";
import { ReleaseSite } from "./support/release-site";

const stack = "release-killed";

const opening = steps.findIndex(({ name }) => name === "open");
const beforeOpening = steps.slice(0, opening);

/** Steps that take long, where a kill in their middle leaves half of something. */
const long = ["restore-point", "change-data", "start-web"];

describe("a release with a migration, by itself,", function () {
  this.timeout(600_000);
  eachStandsOnTheOneBefore();
  const site = new ReleaseSite(stack, { http: 17880, https: 17843 });
  let input: ReleaseInput;
  let asWas: { readonly data: unknown; readonly running: readonly string[] };
  /** Whether the next one finds a killed one. */
  let killed = false;

  before(async () => {
    await site.open();
    input = await prepareRelease(site, "migrating", "1.1.0");
    asWas = { data: await site.digest(), running: await site.running() };
  });
  after(() => site.close());

  const run = async (): Promise<DirectRelease> => {
    const release = new DirectRelease(site, input);
    await release.end();
    return release;
  };

  /** The release in service is open, with its data and everything that belongs to it. */
  async function assertAsBefore(): Promise<void> {
    assert.equal(await site.version(), "1.0.0");
    assert.deepEqual(await site.digest(), asWas.data);
    assert.deepEqual(await site.running(), asWas.running);
    assert.deepEqual((await site.journal()).unfinished, []);
  }

  describe("whose restore point meets a full disk", () => {
    const volume = `palier-${stack}-copies-restore-points`;
    const filler = `palier-test-${stack}-filler`;

    const replaceVolume = async (DriverOpts: Record<string, string>): Promise<void> => {
      const { Labels } = await docker.getVolume(volume).inspect();
      await docker.getVolume(volume).remove();
      await docker.createVolume({ Name: volume, Labels, DriverOpts });
    };

    after(async () => {
      const leftover = docker.getContainer(filler);
      await leftover.remove({ force: true, v: true }).catch(() => undefined);
      await replaceVolume({});
    });

    it("is undone", async () => {
      await replaceVolume({ type: "tmpfs", device: "tmpfs", o: "size=256m" });
      const container = await docker.createContainer({
        name: filler,
        Image: "palier/backup:1",
        User: "0",
        Entrypoint: ["sleep", "600"],
        HostConfig: {
          NetworkMode: "none",
          Mounts: [{ Type: "volume", Source: volume, Target: "/fill" }],
        },
      });
      await container.start();
      const release = new DirectRelease(site, input);
      await release.untilShown(beforeOpening[0]?.title ?? "");
      release.signal("SIGSTOP");
      await execute(container, ["sh", "-c", "cat /dev/zero > /fill/everything"]);
      release.signal("SIGCONT");
      assert.equal(await release.end(), 1, release.output);
      assert.match(
        release.output,
        /^Restore point \S+ of copies cannot be taken: the volume of the restore points is full\.$/m,
      );
      assert.match(release.output, /No space left on device/);
      assert.equal((await site.lastEntry()).outcome, "undone");
      // Looking at the data needs some room there as well.
      await container.remove({ force: true, v: true });
      await assertAsBefore();
    });
  });

  describe("killed", () => {
    /** Runs it until it shows the marker, waits, and kills it. */
    async function killAt(marker: string, milliseconds = 0): Promise<string> {
      const release = new DirectRelease(site, input);
      await release.untilShown(marker);
      await sleep(milliseconds);
      await release.kill();
      if (killed) assertSettling(release.output);
      killed = true;
      return release.output;
    }

    function assertSettling(output: string): void {
      assert.match(output, /an earlier release \(\S+\) was interrupted/);
    }

    for (const { name, title } of beforeOpening) {
      it(`at the beginning of ${name} is taken back by the next`, () => killAt(title));

      if (long.includes(name)) {
        it(`in the middle of ${name} is taken back by the next`, () => killAt(title, 500));
      }
    }

    it("so often is as if it had never been", async () => {
      // Killed once more when it has settled the last one, before it begins anything itself.
      await killAt(beforeOpening[0]?.title ?? "");
      assert.equal(await site.version(), "1.0.0");
      assert.deepEqual(await site.digest(), asWas.data);
      assert.deepEqual(await site.running(), asWas.running);
    });

    for (const { name, title } of steps.slice(opening)) {
      it(`in the middle of ${name} is settled by the next`, () => killAt(title, 500));
    }

    it("is completed by one that nobody kills", async () => {
      const { code, output } = await run();
      assert.equal(code, 0, output);
      assertSettling(output);
      assert.equal(await site.version(), "1.1.0");
      assert.equal(await site.sql("SELECT count(*) FROM exams_copy WHERE remark = 'new'"), "6");
      assert.deepEqual((await site.journal()).unfinished, []);
      await site.manage("sample_copies", "2", "--title", "After");
      await site.untilGraded("After");
    });

    it("leaves to the next update what it has to tidy up, and nothing else", async () => {
      const { code, output } = await site.workspace.script("up");
      assert.equal(code, 0, output);
      assert.equal(await site.version(), "1.1.0");
      assert.deepEqual(await site.leftovers(), []);
      await assertUnchanged(site.workspace);
    });
  });

  describe("killed with the whole command", () => {
    it("in the maintenance, and again between migration and opening, is settled by the next update", async () => {
      const first = await site.begin("migrating-on", "1.2.0");
      await first.untilShown(/migrating the data/);
      await first.kill();
      const { code, output } = await site.workspace.recover();
      assert.equal(code, 0, output);
      const second = new InterruptedUpdate(site.workspace);
      await second.untilShown(/testing the new release through the proxy/);
      await second.kill();
      await assertUpdated("1.2.0");
    });

    it("after users are on the new release is completed by the next update", async () => {
      const update = await site.begin("migrating-on-again", "1.3.0");
      await update.untilShown(/watching the new release/);
      await update.kill();
      await assertUpdated("1.3.0");
    });

    async function assertUpdated(version: string): Promise<void> {
      const { code, output } = await site.workspace.script("up");
      assert.equal(code, 0, output);
      assert.equal(await site.version(), version);
      assert.deepEqual((await site.journal()).unfinished, []);
      assert.deepEqual(await site.leftovers(), []);
      await assertUnchanged(site.workspace);
    }
  });
});
