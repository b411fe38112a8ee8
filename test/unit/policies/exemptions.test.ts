import assert from "node:assert/strict";

import { disallowPrivileged } from "../../../policies/docker/container/disallow-privileged";
import { protectDataVolumes } from "../../../policies/docker/volume/protect-data-volumes";
import { exemptionFault } from "../../../policies/shared/exemptions";
import { judge, type Resource } from "./support/harness";
import { container, labelled, volume } from "./support/resources";
import { unknownList, unknownText } from "./support/unknown";

const usual = labelled({ component: "web" });

function privileged(value: unknown, policy = "disallow-privileged"): Resource {
  const label = { label: `palier.exempt.${policy}`, value };
  return container({ privileged: true, labels: [...usual, label] });
}

function refusals(resource: Resource): readonly string[] {
  return judge(disallowPrivileged, [resource]).violations;
}

describe("an exemption", () => {
  it("lets a violation pass while it is in force", () => {
    assert.deepEqual(refusals(privileged("until 2026-06-30: replaced in June")), []);
  });

  it("covers no other policy", () => {
    const other = privileged("until 2026-06-30: replaced in June", "require-memory-limit");
    assert.match(refusals(other)[0] ?? "", /is privileged; .* needs \(docs/);
  });

  it("covers no other resource", () => {
    const covered = { ...privileged("until 2026-06-30: replaced"), name: "covered" };
    const { violations } = judge(disallowPrivileged, [covered, container({ privileged: true })]);
    assert.equal(violations.length, 1);
    assert.match(violations[0] ?? "", /^container "subject": /);
  });

  for (const [what, value, message] of [
    ["that has expired", "until 2026-05-31: replaced in May", /has expired/],
    ["without a reason", "until 2026-06-30", /says no reason/],
    ["without a date", "replaced in June", /says no date/],
    ["that reaches too far", "until 2028-01-01: later", /more than 366 days ahead/],
  ] as const) {
    it(`${what} does not count, and the refusal says so`, () => {
      const [violation = ""] = refusals(privileged(value));
      assert.match(violation, /is privileged; .*; its exemption palier\.exempt\.disallow-priv/);
      assert.match(violation, message);
    });
  }

  for (const [what, resource] of [
    ["is not known", privileged(unknownText)],
    ["is among labels that are not known", container({ privileged: true, labels: unknownList })],
  ] as const) {
    it(`that ${what} does not count`, () => {
      const verdict = judge(disallowPrivileged, [resource]);
      assert.equal(verdict.violations.length, 1);
      assert.equal(verdict.incomplete, false);
    });
  }

  it("is found beside a label that is not known", () => {
    const resource = privileged("until 2026-06-30: replaced in June");
    const { labels } = resource.props as { labels: object[] };
    const unknown = { label: unknownText, value: unknownText };
    assert.deepEqual(
      refusals({ ...resource, props: { ...resource.props, labels: [unknown, ...labels] } }),
      [],
    );
  });

  it("of a resource counts where the stack as a whole is judged", () => {
    const mount = { type: "volume", source: "data", target: "/data" };
    const label = {
      label: "palier.exempt.protect-data-volumes",
      value: "until 2026-06-30: a cache that is called data",
    };
    const data = { ...volume("data", false), props: { name: "data", labels: [label] } };
    const stack = [data, volume("more", false), container({ mounts: [mount] })];
    assert.deepEqual(judge(protectDataVolumes, stack).violations, []);
  });

  it("counts by the real day outside of tests", () => {
    const day = (days: number): string =>
      new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
    assert.equal(exemptionFault(`until ${day(2)}: soon`), undefined);
    assert.match(exemptionFault(`until ${day(-2)}: soon`) ?? "", /has expired/);
  });
});
