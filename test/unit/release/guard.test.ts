import assert from "node:assert/strict";

import { resolve } from "../../../config/resolve";
import { checkGuard } from "../../../release/guard";
import { readOverrideUses, writeOverrideUse } from "../../../release/journal/overrides";
import type { OverrideSpec } from "../../../spec/guard";
import { imageLock } from "../../fixtures/image-lock";
import { development } from "../../fixtures/stack-config";
import { memoryVolume } from "./memory-volume";

const today = "2027-01-15";
const urn = "urn:pulumi:prod::palier::docker:index/volume:Volume::copies-archive";

function check(guarded: string[], urns: string[], overrides: OverrideSpec[] = []): void {
  const config = { ...development, overrides };
  const spec = resolve({ project: "palier", stack: "prod", config, images: imageLock });
  checkGuard(spec, { guarded, urns: new Set(urns) }, today);
}

function override(changes: Partial<OverrideSpec> = {}): OverrideSpec {
  return {
    ...{ allow: "delete", resource: "copies-archive", until: "2027-01-20" },
    ...{ reason: "nobody reads the archive", ...changes },
  };
}

describe("the guard before an update", () => {
  it("is content with what is still declared, and with what is gone from the state", () => {
    check(["copies-media"], [urn.replace("archive", "media")]);
    check(["copies-archive"], []);
  });

  it("refuses to go on without data that was declared before, unless that is allowed", () => {
    assert.throws(() => {
      check(["copies-archive"], [urn]);
    }, /^Error: copies-archive cannot be made again and is not declared any more: .*allow delete of copies-archive.*; nothing was changed\.$/);
    check(["copies-archive"], [urn], [override()]);
  });

  it("refuses overrides that have ended or reach too far", () => {
    for (const [until, fault] of [
      ["2027-01-14", "ended on 2027-01-14"],
      ["2027-02-16", "reaches more than 31 days ahead"],
    ] as const) {
      assert.throws(
        () => {
          check([], [], [override({ until })]);
        },
        (error: Error) =>
          error.message.startsWith(`Pulumi.prod.yaml: palier:overrides[0] (delete) ${fault}`),
      );
    }
  });
});

describe("the journal of overrides", () => {
  const actor = { user: "anne", host: "server", machine: "m", pid: 1, started: "1" };
  const use = { ...override(), id: "20270115T100000Z-aaaa", at: "2027-01-15T10:00:00.000Z", actor };
  const whole = {
    ...use,
    id: "20270114T100000Z-bbbb",
    allow: "during-freeze",
    resource: undefined,
  } as const;

  it("tells what was written, oldest first, beside what was not written whole", async () => {
    const { access, files } = memoryVolume();
    assert.deepEqual(await readOverrideUses(access), []);
    await writeOverrideUse(access, use);
    await writeOverrideUse(access, whole);
    files.set(".overrides/20270116T100000Z-cccc.json", '{"id":');
    assert.deepEqual(await readOverrideUses(access), [whole, use]);
  });
});
