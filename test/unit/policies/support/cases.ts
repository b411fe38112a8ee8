import assert from "node:assert/strict";

import type { ResourceValidationPolicy } from "@pulumi/policy";

import { judge, type Resource } from "./harness";
import { container } from "./resources";

/** What a policy about containers has to do; each case changes a compliant container. */
export interface Cases {
  /** By what they show: inputs that are accepted. */
  readonly accepts: Readonly<Record<string, object>>;
  /** Inputs that are refused, with what the message says. */
  readonly refuses: Readonly<Record<string, readonly [inputs: object, message: RegExp]>>;
  /** Inputs with something unknown in them, the violation beside which still has to be found. */
  readonly refusesBesideUnknown: Readonly<Record<string, object>>;
  /** Inputs that cannot be judged before the update. */
  readonly postpones: Readonly<Record<string, object>>;
}

/** Declares the tests of one policy about containers. */
export function containerCases(policy: ResourceValidationPolicy, cases: Cases): void {
  describe(policy.name, () => {
    it("accepts a compliant container", () => accepted(policy, container()));
    for (const [what, inputs] of Object.entries(cases.accepts))
      it(`accepts ${what}`, () => accepted(policy, container(inputs)));
    for (const [what, [inputs, message]] of Object.entries(cases.refuses)) {
      it(`refuses ${what}`, async () => {
        const { violations } = await judge(policy, container(inputs));
        assert.equal(violations.length, 1, violations.join("\n"));
        assert.match(violations[0] ?? "", /^container "subject": /);
        assert.match(violations[0] ?? "", message);
      });
    }
    for (const [what, inputs] of Object.entries(cases.refusesBesideUnknown)) {
      it(`refuses it beside ${what}`, async () => {
        const { violations } = await judge(policy, container(inputs));
        assert.notEqual(violations.length, 0);
      });
    }
    for (const [what, inputs] of Object.entries(cases.postpones)) {
      it(`says that it cannot judge ${what}`, async () => {
        const { violations, incomplete } = await judge(policy, container(inputs));
        assert.deepEqual({ violations, incomplete }, { violations: [], incomplete: true });
      });
    }
    it("has nothing to say about other resources", async () => {
      const inputs = Object.values(cases.refuses)[0]?.[0];
      const stranger = { ...container(inputs), type: "random:index/randomPassword:RandomPassword" };
      const { violations, applies } = await judge(policy, stranger);
      assert.deepEqual({ violations, applies }, { violations: [], applies: false });
    });
  });
}

async function accepted(policy: ResourceValidationPolicy, resource: Resource): Promise<void> {
  const { violations, applies, incomplete } = await judge(policy, resource);
  assert.deepEqual(
    { violations, applies, incomplete },
    { violations: [], applies: true, incomplete: false },
  );
}
