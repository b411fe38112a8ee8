import assert from "node:assert/strict";
import { join } from "node:path";

import { loadPolicyNames } from "../../../config/load-policies";
import { resolve } from "../../../config/resolve";
import type { ContainerSpec } from "../../../spec/container";
import { imageLock } from "../../fixtures/image-lock";
import { development } from "../../fixtures/stack-config";
import { good, type Json, parse, refusal } from "./schema-support";

const root = join(__dirname, "../../..");
const exemption = {
  policy: "require-memory-limit",
  resource: "copies-web-1",
  reason: "the vendor's image has no limit",
  until: "2027-01-31",
};

function refused(changes: Record<string, Json>): string[] {
  const exemptions = [{ ...exemption, ...changes }];
  return refusal(() => parse({ ...good("development"), exemptions }));
}

describe("exemptions in a stack configuration", () => {
  it("are none when nothing is said", () => {
    assert.deepEqual(parse(good("production")).exemptions, []);
  });

  it("are read as they are written", () => {
    const config = parse({ ...good("production"), exemptions: [exemption] });
    assert.deepEqual(config.exemptions, [exemption]);
  });

  for (const [what, changes, message] of [
    [
      "a policy that has no policy's name",
      { policy: "memory" },
      /\.policy: expected the name of a/,
    ],
    ["a short reason", { reason: "because" }, /\.reason: expected one line of 10 to 200/],
    ["a reason of two lines", { reason: "the vendor's\nimage" }, /\.reason: expected one line/],
    ["a day that does not exist", { until: "2027-02-30" }, /\.until: expected a day in quotes/],
    ["a day in another form", { until: "31.1.2027" }, /\.until: expected a day in quotes/],
    [
      "a day without quotes, as the CLI reads it",
      { until: "2027-01-31 00:00:00 +0000 UTC" },
      /\.until: .*; write it in quotes$/,
    ],
    ["a name that no container can have", { resource: "Copies" }, /\.resource: expected the name/],
  ] as const) {
    it(`refuses ${what}`, () => {
      const found = refused(changes);
      assert.equal(found.length, 1);
      assert.match(found[0] ?? "", /^palier:exemptions\[0\]\./);
      assert.match(found[0] ?? "", message);
    });
  }

  it("name a policy that there is, where the policies are at hand", () => {
    const policies = loadPolicyNames(root);
    const resolved = (policy: string, known: readonly string[] | undefined) => () =>
      resolve({
        ...{ project: "palier", stack: "x", images: imageLock, policies: known },
        config: { ...development, exemptions: [{ ...exemption, policy }] },
      });
    assert.throws(resolved("require-memroy-limit", policies), {
      message:
        'Pulumi.x.yaml: palier:exemptions[0].policy: there is no policy "require-memroy-limit"; did you mean "require-memory-limit"?',
    });
    assert.throws(resolved("require-patience", policies), {
      message:
        'Pulumi.x.yaml: palier:exemptions[0].policy: there is no policy "require-patience"; "make policies" lists them',
    });
    assert.doesNotThrow(resolved("require-memory-limit", policies));
    assert.doesNotThrow(resolved("require-patience", undefined));
  });

  it("may name any policy where none is at hand", () => {
    assert.equal(loadPolicyNames(join(root, "docs")), undefined);
  });

  it("become a label of the one container, which changes nothing else", () => {
    const [plain, exempt] = [[], [exemption]].map((exemptions) =>
      resolve({
        project: "palier",
        stack: "x",
        config: { ...development, exemptions },
        images: imageLock,
      }),
    );
    assert.ok(plain && exempt);
    const key = "palier.exempt.require-memory-limit";
    const label = "until 2027-01-31: the vendor's image has no limit";
    const [before, after] = [plain, exempt].map(webContainer);
    assert.equal(before?.labels[key], undefined);
    assert.deepEqual(after, { ...before, labels: { ...before?.labels, [key]: label } });
    assert.deepEqual(Object.keys(after.labels), Object.keys(after.labels).sort());
    assert.equal(JSON.stringify(exempt).split(label).length, 2);
  });
});

function webContainer(spec: ReturnType<typeof resolve>): ContainerSpec | undefined {
  const web = spec.applications[0]?.processes.find(({ name }) => name === "web");
  return web?.containers.find(({ resource }) => resource === "copies-web-1");
}
