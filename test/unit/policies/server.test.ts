import assert from "node:assert/strict";

import { deserializeOnce } from "../../../policies/deserialize-once";
import { policies } from "../../../policies/pack";
import { resourcePolicy } from "../../../policies/shared/policy";
import { samplesOf } from "./samples";
import { container, volume } from "./support/resources";
import { plain } from "./support/samples";
import { type Diagnostic, serverJudges } from "./support/server";
import { unknownText } from "./support/unknown";

describe("the policies in the SDK's server", () => {
  let original: Diagnostic[];

  before(async () => {
    original = await serverJudges(policies, stack());
    deserializeOnce();
  });

  for (const policy of policies) {
    const { violating = {}, besideUnknown = {} } = samplesOf(policy.name) ?? {};
    const refused = Object.values(violating).map(([sample]) => sample);
    const samples = [...refused, ...Object.values(besideUnknown)]
      .flatMap(plain)
      .filter(({ parameters }) => Object.keys(parameters).length === 0);

    it(`refuse as mandatory, in a preview with unknown values as well: ${policy.name}`, async () => {
      for (const { resources } of samples) {
        const found = await serverJudges([policy], resources);
        const own = found.filter(({ message }) => message.includes(`#${policy.name})`));
        assert.notDeepEqual(own, []);
        for (const { level, policy: name } of own)
          assert.deepEqual([level, name], ["mandatory", policy.name]);
      }
    });
  }

  it("say the same when inputs are deserialised once for all of them", async () => {
    assert.ok(original.length > 5);
    assert.deepEqual(await serverJudges(policies, stack()), original);
  });

  it("see the very same inputs, wrapped anew for each", async () => {
    const seen: object[] = [];
    const note = resourcePolicy<object, object>(
      { name: "n", description: "", severity: "low", anchor: "", remediation: "" },
      [],
      ({ inputs }) => seen.push(inputs),
    );
    await serverJudges([note, note], [container()]);
    assert.equal(seen.length, 2);
    assert.equal(seen[0], seen[1]);
    await serverJudges([note, note], [container({ image: unknownText })]);
    assert.notEqual(seen[2], seen[3]);
  });
});

/** Resources with several faults, some beside unknown values. */
function stack() {
  return [
    volume("data", false),
    container({ privileged: true, image: unknownText, memory: undefined, envs: ["TOKEN=x"] }, "a"),
    container({ mounts: [{ type: "volume", source: "data", target: "/data" }] }, "b"),
    container({ ports: [{ internal: 80 }], labels: [{ label: "a", value: unknownText }] }, "c"),
  ];
}
