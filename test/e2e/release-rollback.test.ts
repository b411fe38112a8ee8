import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import type { JournalEntry } from "../../spec/journal";
import { deriveImage, removeImages } from "../support/derived-image";
import { eachStandsOnTheOneBefore } from "../support/in-order";
import { docker } from "./support/engine";
import { Poll } from "./support/poll";
import { assertRefused, assertUnchanged, snapshot } from "./support/refusal";
import { ReleaseSite } from "./support/release-site";
import { tagOf } from "./support/variants";
import type { Ended } from "./support/workspace";

const stack = "release-rollback";
const pruned = "palier-test-rollback:pruned";
const remark = "exams.0005_copy_remark";

describe("going back to an earlier release", function () {
  this.timeout(600_000);
  eachStandsOnTheOneBefore();
  const site = new ReleaseSite(stack, { http: 18680, https: 18643 });
  const { workspace } = site;

  before(async () => {
    site.choose(["release", "watch", "seconds"], 0);
    await site.open();
    comment(site);
  });

  after(async () => {
    await site.close();
    await removeImages(docker, [pruned]);
  });

  /** Goes back as an operator does who has no terminal. */
  const rollBack = (variables = ""): Promise<Ended> =>
    workspace.shell(`${variables} scripts/rollback.sh`);

  /** What a rollback that went well leaves, whichever way it took. */
  async function assertRolledBack(expected: Partial<JournalEntry>, from: string, to: string) {
    assert.equal(await site.version(), to);
    const entry = await site.lastEntry();
    assert.deepEqual(
      { outcome: entry.outcome, from: entry.from?.version, to: entry.to.version },
      { outcome: "released", from, to },
    );
    for (const [key, value] of Object.entries(expected)) {
      assert.deepEqual(entry[key as keyof JournalEntry], value, key);
    }
    const journal = await workspace.shell("LIMIT=1 scripts/journal.sh");
    assert.match(journal.output, new RegExp(`^${entry.id} +${from} → ${to} +rolled back `, "m"));
    const status = await workspace.shell("scripts/status.sh");
    assert.equal(status.code, 0, status.output);
    assert.deepEqual(await site.leftovers(), []);
    await assertUnchanged(workspace);
  }

  const mistakes: Readonly<Record<string, readonly [string, RegExp]>> = {
    "for an application that the stack does not have": [
      "APP=copie",
      /^Stack "release-rollback" has no application "copie"; did you mean "copies"\? Nothing was changed\.$/,
    ],
    "for a stack that there is not": [
      "PALIER_STACK=prdo",
      /^rollback: there is no stack "prdo": Pulumi\.prdo\.yaml is missing; known stacks: .*\brelease-rollback\b/,
    ],
    "for a way that there is not": ["METHOD=undo", /'undo'.*code, revert, restore-point/],
    "without an earlier release": [
      "",
      /^copies has had one release only: there is nothing to go back to; nothing was changed\.$/,
    ],
  };
  for (const [what, [variables, line]] of Object.entries(mistakes)) {
    it(`is refused in one line, before anything changes, ${what}`, async () => {
      const before = workspace.stackFile();
      await assertRefused(workspace, () => rollBack(variables), [line]);
      assert.equal(workspace.stackFile(), before);
    });
  }

  it("happens by itself when a release fails halfway, with all that it had changed", async () => {
    const file = workspace.stackFile();
    const [running, digest] = [await site.running(), await site.digest()];
    const poll = new Poll(site.browser, "/edition/");
    const { code, output } = await site.release("fails-halfway", "1.0.1");
    assert.notEqual(code, 0, output);
    assert.match(output, /RuntimeError: the middle is broken/);
    assert.deepEqual(await poll.stop(), ["200 1.0.0", "503"]);
    assert.deepEqual(await site.running(), running);
    assert.deepEqual(await site.digest(), digest);
    assert.equal((await site.lastEntry()).outcome, "undone");
    // It was never in service, so the release before is no earlier one.
    const line = /^copies has had one release only/;
    await assertRefused(workspace, rollBack, [line]);
    writeFileSync(join(workspace.folder, `Pulumi.${stack}.yaml`), file);
  });

  it("takes reversible migrations back with the image that brought them, and keeps what was written since", async () => {
    const file = workspace.stackFile();
    await site.released("migrating", "1.1.0");
    await site.manage("sample_copies", "3", "--title", "Since");
    await site.untilGraded("Since");
    await site.sql("UPDATE exams_copy SET remark = 'read' WHERE title = 'Since'");
    const poll = new Poll(site.browser, "/edition/");
    // Setting up would point the toolchain, which copies of the project share, at this copy.
    const make = `make --old-file=setup rollback STACK=${stack} APP=copies`;
    const { code, output } = await workspace.shell(make);
    const seen = await poll.stop();
    assert.equal(code, 0, output);
    assert.match(output, /^rollback: copies: from 1\.1\.0 .* back to 1\.0\.0 /m);
    assert.match(output, /^rollback: These migrations are taken back: exams\.0005_copy_remark\.$/m);
    assert.match(output, /is in service\. Commit Pulumi\.release-rollback\.yaml\.$/m);
    assert.deepEqual(seen, ["200 1.0.0", "200 1.1.0", "503"]);
    assert.equal(workspace.stackFile(), file);
    assert.equal(await titles(site), "Before|6\nSince|3");
    assert.equal(await columns(site, "remark"), 0);
    await assertRolledBack({ rollback: "revert", migrations: [remark] }, "1.1.0", "1.0.0");
  });

  it("exchanges the code alone where no migration lies between, and nobody notices", async () => {
    const file = workspace.stackFile();
    await declarePruned(site, "1.2.0");
    const { code, output } = await workspace.update();
    assert.equal(code, 0, output);
    await site.released("third", "1.3.0");
    await removeImages(docker, [pruned]);
    const newest = workspace.stackFile();
    await assertRefused(workspace, rollBack, [
      /^rollback: copies: from 1\.3\.0 .* back to 1\.2\.0 /,
      /^The image of 1\.2\.0 \(\w+\) is not on the engine, and its registry does not give it \(sha256:\w+: an image ID is in no registry\): bring it back there, or choose another release with TO=; nothing was changed\.$/,
    ]);
    await assertRefused(workspace, () => rollBack("TO=1.9.9"), [
      /^copies cannot go back to "1\.9\.9": known are the versions 1\.0\.0, 1\.2\.0, and the transactions/,
    ]);
    assert.equal(workspace.stackFile(), newest);
    const poll = new Poll(site.browser, "/edition/");
    const back = await rollBack("TO=1.0.0");
    const seen = await poll.stop();
    assert.equal(back.code, 0, back.output);
    assert.match(back.output, /^rollback: The data stays as it is: no migration lies between/m);
    assert.deepEqual(seen, ["200 1.0.0", "200 1.3.0"]);
    assert.equal(workspace.stackFile(), file);
    const expected = { rollback: "code", migrations: [], restorePoint: undefined } as const;
    await assertRolledBack({ ...expected, maintenanceMilliseconds: 0 }, "1.3.0", "1.0.0");
  });

  describe("over a migration that cannot be taken back", () => {
    let file = "";
    let digest: unknown;
    let point = "";

    before(async () => {
      file = workspace.stackFile();
      digest = await site.digest();
      await site.released("migrating-on", "2.0.0");
      point = (await site.lastEntry()).restorePoint ?? "";
      await site.manage("sample_copies", "2", "--title", "Lost");
      await site.untilGraded("Lost");
    });

    const refusals: Readonly<Record<string, readonly [(id: string) => string, RegExp]>> = {
      "is refused unless the loss is confirmed": [
        () => "",
        /^Nobody is there to confirm it: set CONFIRM="copies \S+" to go on; nothing was changed\.$/m,
      ],
      "is refused when something else is confirmed": [
        () => "CONFIRM=yes",
        /^Expected "copies \S+", found "yes"; nothing was changed\.$/m,
      ],
      "is refused as a reversal": [
        () => "METHOD=revert",
        /^copies cannot go back with METHOD=revert: .*exams\.0006_titles cannot be taken back by the application; use METHOD=restore-point; nothing was changed\.$/m,
      ],
    };
    for (const [what, [variables, line]] of Object.entries(refusals)) {
      it(what, async () => {
        const look = async () => ({
          file: workspace.stackFile(),
          containers: (await snapshot(stack)).containers,
        });
        const before = await look();
        const { code, output } = await rollBack(variables(point));
        assert.notEqual(code, 0, output);
        assert.match(output, line);
        assert.deepEqual(await look(), before);
        assert.equal(await site.version(), "2.0.0");
      });
    }

    it("says how much is lost, then puts exactly the data of the restore point back", async () => {
      const { code, output } = await rollBack(`CONFIRM='copies ${point}'`);
      assert.equal(code, 0, output);
      assert.match(output, /EVERYTHING WRITTEN SINCE IS LOST/);
      assert.match(output, /^rollback: +(public\.)?exams_copy +9 +11 +2 more$/m);
      assert.match(output, /^rollback: +files of \S*media +9 +11 +2 more$/m);
      assert.equal(await site.sql("SELECT COUNT(*) FROM exams_copy"), "9");
      assert.deepEqual(await site.digest(), digest);
      assert.equal(workspace.stackFile(), file);
      const { id, restorePoint } = await site.lastEntry();
      assert.equal(restorePoint, id, "the data of before is kept as well");
      await assertRolledBack({ rollback: "restore-point" }, "2.0.0", "1.0.0");
    });
  });
});

/** What people write into a stack's file beside the values that a rollback changes. */
function comment({ workspace }: ReleaseSite): void {
  const text = workspace.stackFile();
  const commented = text
    .replace(/^( +)image: (\S+)$/m, "$1# The newest that was tested.\n$1image: $2 # from CI")
    .replace(/^( +version: \S+)$/m, "$1 # as the release notes say");
  assert.notEqual(commented, text);
  writeFileSync(join(workspace.folder, `Pulumi.${workspace.stack}.yaml`), commented);
}

async function declarePruned(site: ReleaseSite, version: string): Promise<void> {
  const files = { "/app/pruned.txt": "an image that does not last\n" };
  const id = await deriveImage(docker, pruned, tagOf("plain"), files);
  site.workspace.lockImage(pruned, id);
  site.choose(["image"], pruned);
  site.choose(["version"], version);
}

/** Copies by title. */
function titles(site: ReleaseSite): Promise<string> {
  return site.sql("SELECT title, count(*) FROM exams_copy GROUP BY title ORDER BY title");
}

/** Columns of this name that the copies have. */
async function columns(site: ReleaseSite, name: string): Promise<number> {
  const condition = `table_name = 'exams_copy' AND column_name = '${name}'`;
  return Number(
    await site.sql(`SELECT count(*) FROM information_schema.columns WHERE ${condition}`),
  );
}
