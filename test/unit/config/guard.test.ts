import assert from "node:assert/strict";

import { idleOverrides, lowerTier } from "../../../config/notes";
import { resolve } from "../../../config/resolve";
import type { StackConfig } from "../../../config/stack-config";
import {
  findOverride,
  irreplaceable,
  longestOverrideDays,
  overrideFault,
  utcDay,
} from "../../../spec/guard";
import { imageLock } from "../../fixtures/image-lock";
import { development } from "../../fixtures/stack-config";
import { good, type Json, parse, refusal } from "./schema-support";

const override = {
  allow: "replace",
  resource: "copies-media",
  reason: "copied to the new disk and compared",
  until: "2027-01-31",
};
const wholeUpdate = {
  allow: "during-freeze",
  reason: "a hole has to be closed",
  until: "2027-01-31",
};

function refused(overrides: Json[]): string[] {
  return refusal(() => parse({ ...good("production"), overrides }));
}

function refusedChanges(changes: Json): string[] {
  return refusal(() => parse({ ...good("production"), changes }));
}

function resolved(changes: Partial<StackConfig>) {
  const config = { ...development, ...changes };
  return resolve({ project: "palier", stack: "x", config, images: imageLock });
}

describe("overrides in a stack configuration", () => {
  it("are none when nothing is said", () => {
    assert.deepEqual(parse(good("production")).overrides, []);
  });

  it("are read as they are written", () => {
    const config = parse({ ...good("production"), overrides: [override, wholeUpdate] });
    assert.deepEqual(config.overrides, [override, wholeUpdate]);
  });

  for (const [what, entry, message] of [
    [
      "an act that no guard refuses",
      { ...override, allow: "rename" },
      /\.allow: expected delete, /,
    ],
    ["a short reason", { ...override, reason: "because" }, /\.reason: expected one line of 10/],
    ["a day that does not exist", { ...override, until: "2027-02-30" }, /\.until: expected a day/],
    [
      "one for a resource without it",
      { ...wholeUpdate, allow: "delete" },
      /\.resource: missing; delete/,
    ],
    [
      "one for an update with a resource",
      { ...wholeUpdate, resource: "copies-media" },
      /\.resource: is for an update as a whole with during-freeze; remove it$/,
    ],
  ] as const) {
    it(`refuses ${what}`, () => {
      const found = refused([entry]);
      assert.equal(found.length, 1);
      assert.match(found[0] ?? "", /^palier:overrides\[0\]\./);
      assert.match(found[0] ?? "", message);
    });
  }

  it("refuses two for the same", () => {
    assert.deepEqual(refused([override, wholeUpdate, { ...override, until: "2027-02-01" }]), [
      "palier:overrides[2]: allows what another override allows; remove one",
    ]);
  });

  it("name what the stack has, unless it is gone already", () => {
    const one = { ...override, allow: "replace", resource: "copies-medai" } as const;
    assert.throws(
      () => resolved({ overrides: [one] }),
      /no data volume or kept secret "copies-medai"; did you mean "copies-media"\?/,
    );
    assert.throws(
      () => resolved({ overrides: [{ ...one, resource: "palier-x-copies-media" }] }),
      /no data volume or kept secret "palier-x-copies-media"; did you mean "copies-media"\?/,
    );
    const version = { ...one, allow: "database-version", resource: "copies-media" } as const;
    assert.throws(() => resolved({ overrides: [version] }), /no database "copies-media"/);
    const gone = { ...one, allow: "delete" } as const;
    const right = { ...version, resource: "copies-database" };
    assert.deepEqual(resolved({ overrides: [gone, right] }).guard.overrides, [gone, right]);
  });
});

describe("an override", () => {
  const one = { ...override, allow: "replace" } as const;

  it("counts to the end of its last day, and no longer than a month", () => {
    assert.equal(overrideFault(one, "2027-01-31"), undefined);
    assert.match(overrideFault(one, "2027-02-01") ?? "", /^ended on 2027-01-31/);
    assert.equal(overrideFault(one, "2026-12-31"), undefined);
    assert.match(
      overrideFault(one, "2026-12-30") ?? "",
      new RegExp(`more than ${longestOverrideDays} days ahead: .*; 2027-01-30 is the latest$`),
    );
  });

  it("lets its own act on its own resource pass, and nothing else", () => {
    const find = (allow: "replace" | "delete", resource: string, today = "2027-01-31") =>
      findOverride([one], allow, resource, today);
    assert.equal(find("replace", "copies-media"), one);
    assert.equal(find("delete", "copies-media"), undefined);
    assert.equal(find("replace", "copies-database-data"), undefined);
    assert.equal(find("replace", "copies-media", "2027-02-01"), undefined);
  });

  it("is judged by the day in UTC", () => {
    assert.equal(utcDay(new Date("2027-01-31T23:59:59Z")), "2027-01-31");
  });
});

describe("an override of a deletion", () => {
  const one = { ...override, allow: "delete" } as const;
  const found = (resource: string, existing: string[] = []) =>
    idleOverrides(
      resolved({
        overrides: [
          { ...one, allow: "during-freeze", resource: undefined },
          { ...one, resource },
        ],
      }),
      new Set(existing),
    );

  it("is noted when neither stack nor state has the resource", () => {
    for (const resource of ["copies-databse-data", "palier-x-copies-database-data"])
      assert.deepEqual(found(resource), [
        `palier:overrides[1].resource: the stack has no "${resource}"; did you mean "copies-database-data"? It lets nothing pass.`,
      ]);
    assert.deepEqual(found("archive"), [
      'palier:overrides[1].resource: the stack has no "archive". It lets nothing pass.',
    ]);
  });

  it("is not noted when the stack declares the resource or the state still knows it", () => {
    for (const resource of ["copies-media", "copies-static", "copies-web-1"])
      assert.deepEqual(found(resource), []);
    assert.deepEqual(found("archive", ["archive"]), []);
  });
});

describe("a change of the tier", () => {
  it("is noted when a stack leaves production", () => {
    assert.equal(
      lowerTier(resolved({}), "production"),
      "the tier changes from production to development: approvals, guards and the policies' levels of production no longer hold",
    );
    assert.doesNotMatch(lowerTier(resolved({ role: "standby" }), "production") ?? "", /guards/);
    assert.equal(lowerTier(resolved({}), undefined), undefined);
    assert.equal(lowerTier(resolved({}), "development"), undefined);
    assert.equal(lowerTier({ ...resolved({}), tier: "production" }, "production"), undefined);
  });
});

describe("what one update may change", () => {
  const window = { days: ["monday", "friday"], from: "22:00", to: "05:30" };
  const freeze = { from: "2027-06-10", until: "2027-06-25", reason: "summer examinations" };

  it("is read as it is written, and otherwise the tier's", () => {
    const changes = {
      maximumReplacements: 3,
      timeZone: "Indian/Reunion",
      window,
      freezes: [freeze],
    };
    assert.deepEqual(parse({ ...good("production"), changes }).changes, changes);
    const own = { ...changes, window: { ...window, days: ["monday", "friday"] } } as const;
    assert.deepEqual(resolved({ changes: own }).guard.changes, changes);
    assert.deepEqual(resolved({}).guard.changes, {
      maximumReplacements: undefined,
      timeZone: "Europe/Paris",
      window: undefined,
      freezes: [],
    });
  });

  for (const [what, changes, message] of [
    [
      "a day that is none",
      { window: { ...window, days: ["monday", "holiday"] } },
      /days\[1\]: expected monday/,
    ],
    ["no day", { window: { ...window, days: [] } }, /changes\.window\.days/],
    [
      "a time that is none",
      { window: { ...window, from: "24:00" } },
      /from: expected a time of day/,
    ],
    ...[8, "8", "8:00", "8h", 480].map(
      (from) =>
        [
          `the time ${JSON.stringify(from)}`,
          { window: { ...window, from } },
          /from: expected a time of day in quotes, .*; write it as "08:00"$/,
        ] as const,
    ),
    [
      "a freeze with a short reason",
      { freezes: [{ ...freeze, reason: "because" }] },
      /reason: expected one line of 10 to 200 characters that says why, found/,
    ],
    [
      "a window of no length",
      { window: { ...window, to: "22:00" } },
      /to: is the time of opening too/,
    ],
    [
      "a zone that is none",
      { timeZone: "Europe/Lutetia" },
      /timeZone: expected the name of a time zone/,
    ],
    [
      "a freeze that ends before it begins",
      { freezes: [{ ...freeze, until: "2027-06-09" }] },
      /freezes\[0\]\.until: is before the first day/,
    ],
    [
      "a freeze without a reason",
      { freezes: [{ from: "2027-06-10", until: "2027-06-10" }] },
      /freezes\[0\]\.reason: missing/,
    ],
  ] as const) {
    it(`refuses ${what}`, () => {
      const found = refusedChanges(structuredClone(changes) as unknown as Json);
      assert.equal(found.length, 1, found.join("\n"));
      assert.match(found[0] ?? "", message);
    });
  }
});

describe("the guard of a stack", () => {
  it("is on in production and on a standby of any tier", () => {
    assert.equal(resolved({}).guard.guarded, false);
    assert.equal(resolved({ role: "standby" }).guard.guarded, true);
  });

  it("knows data volumes and kept secrets as what cannot be made again", () => {
    assert.deepEqual(irreplaceable(resolved({})).sort(), [
      "copies-admin-password",
      "copies-cache-data",
      "copies-cache-password",
      "copies-database-data",
      "copies-database-password",
      "copies-database-superuser-password",
      "copies-media",
      "copies-restore-points",
      "copies-secret-key",
      "journal",
    ]);
  });
});
