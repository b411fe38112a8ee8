import assert from "node:assert/strict";

import { freezeAt, isOpen } from "../../../../scripts/guard/window";
import type { ChangesSpec, WindowSpec } from "../../../../spec/guard";

function changes(window: WindowSpec | undefined, timeZone = "Europe/Paris"): ChangesSpec {
  const freezes = [{ from: "2027-06-10", until: "2027-06-25", reason: "examinations" }];
  return { maximumReplacements: undefined, timeZone, window, freezes };
}

describe("the window for changes", () => {
  const day: WindowSpec = { days: ["friday"], from: "07:00", to: "18:00" };
  const night: WindowSpec = { days: ["friday"], from: "22:00", to: "05:00" };

  // 15 January 2027 is a Friday; Paris is an hour ahead of UTC then, and two in summer.
  for (const [window, moment, open] of [
    [undefined, "2027-01-17T03:00:00Z", true],
    [day, "2027-01-15T05:59:59Z", false],
    [day, "2027-01-15T06:00:00Z", true],
    [day, "2027-01-15T16:59:59Z", true],
    [day, "2027-01-15T17:00:00Z", false],
    [day, "2027-01-14T12:00:00Z", false],
    [day, "2027-07-16T05:00:00Z", true],
    [night, "2027-01-15T20:59:00Z", false],
    [night, "2027-01-15T21:00:00Z", true],
    [night, "2027-01-15T23:30:00Z", true],
    [night, "2027-01-16T03:59:00Z", true],
    [night, "2027-01-16T04:00:00Z", false],
    [night, "2027-01-15T03:00:00Z", false],
  ] as const) {
    const what = window === undefined ? "no window" : `${window.from} to ${window.to} on fridays`;
    it(`is ${open ? "open" : "closed"} at ${moment} with ${what}`, () => {
      assert.equal(isOpen(changes(window), new Date(moment)), open);
    });
  }
});

describe("a freeze", () => {
  for (const [moment, frozen] of [
    ["2027-06-09T21:59:00Z", false],
    ["2027-06-09T22:00:00Z", true],
    ["2027-06-25T21:59:00Z", true],
    ["2027-06-25T22:00:00Z", false],
  ] as const) {
    it(`${frozen ? "holds" : "does not hold"} at ${moment} in Paris`, () => {
      assert.equal(
        freezeAt(changes(undefined), new Date(moment))?.reason,
        frozen ? "examinations" : undefined,
      );
    });
  }
});
