import assert from "node:assert/strict";

import { expectedEnd } from "../../../../release/proxy";
import { renderUpstream } from "../../../../nginx";
import type { MaintenanceSpec } from "../../../../spec/lifecycle";
import { examSite } from "../../reverse-proxy/specs";

const paris = { minutes: 30, timeZone: "Europe/Paris", language: "fr" } as const;

function until(changes: Partial<MaintenanceSpec>, now: string): string {
  return expectedEnd({ ...paris, ...changes }, new Date(now)).until;
}

describe("expected end of a maintenance", () => {
  it("is the wall clock of the declared zone, in both halves of the year", () => {
    assert.equal(until({}, "2026-01-15T13:05:00Z"), "14:35 (Europe/Paris)");
    assert.equal(until({}, "2026-07-15T13:05:00Z"), "15:35 (Europe/Paris)");
    assert.equal(
      until({ timeZone: "America/New_York", language: "en" }, "2026-07-15T13:05:00Z"),
      "09:35 (America/New York)",
    );
  });

  it("is rounded up to a full minute and never in the past", () => {
    assert.equal(until({}, "2026-01-15T13:05:00.001Z"), "14:36 (Europe/Paris)");
  });

  it("names the day when it is another one there", () => {
    assert.equal(until({}, "2026-03-03T22:50:00Z"), "00:20, mercredi 4 mars (Europe/Paris)");
    assert.equal(
      until({ language: "en" }, "2026-03-03T22:50:00Z"),
      "00:20, Wednesday 4 March (Europe/Paris)",
    );
    // Another day in UTC only.
    assert.equal(until({}, "2026-03-03T23:50:00Z"), "01:20 (Europe/Paris)");
  });

  it("counts real time across a change of the clocks, and says which of two equal hours it is", () => {
    assert.equal(until({}, "2026-03-29T00:45:00Z"), "03:15 (Europe/Paris)");
    assert.equal(until({}, "2026-10-25T00:00:00Z"), "02:30 (Europe/Paris, UTC+2)");
    assert.equal(until({}, "2026-10-25T01:00:00Z"), "02:30 (Europe/Paris, UTC+1)");
  });

  it("asks programs to come back after the declared time", () => {
    assert.equal(expectedEnd({ ...paris, minutes: 720 }, new Date()).retryAfterSeconds, 43_200);
  });

  it("can be shown by the proxy, whatever the zone and the language", () => {
    for (const timeZone of Intl.supportedValuesOf("timeZone")) {
      for (const language of ["fr", "en"] as const) {
        const end = expectedEnd(
          { minutes: 720, timeZone, language },
          new Date("2026-08-05T13:00Z"),
        );
        assert.match(renderUpstream(examSite, { state: "maintenance", ...end }), /\$until_exam/);
      }
    }
  });
});
