import assert from "node:assert/strict";

import { protectDataVolumes } from "../../../../../policies/docker/volume/protect-data-volumes";
import { judgeStack } from "../../support/harness";
import { container, volume } from "../../support/resources";
import { unknownList, unknownText } from "../../support/unknown";

const mount = (source: string, readOnly?: boolean): object => ({
  mounts: [{ type: "volume", source, target: "/data", readOnly }],
});
const quiet = { violations: [], applies: true, incomplete: false };

describe("protect-data-volumes", () => {
  it("accepts a protected volume that is written to, and an unprotected one that is not", async () => {
    const stack = [
      volume("data", true),
      volume("files", false),
      container(mount("data", false)),
      container(mount("files", true)),
    ];
    assert.deepEqual(await judgeStack(protectDataVolumes, stack), quiet);
  });

  for (const [what, inputs] of Object.entries({
    "written to": mount("data", false),
    "mounted without a word": mount("data"),
    "mounted in the older form": { volumes: [{ volumeName: "data", containerPath: "/data" }] },
  })) {
    it(`refuses an unprotected volume that is ${what}`, async () => {
      const stack = [volume("data", false), container(inputs)];
      const { violations } = await judgeStack(protectDataVolumes, stack);
      assert.equal(violations.length, 1);
      assert.match(violations[0] ?? "", /^volume "data": container "subject" writes to it/);
    });
  }

  it("reports a volume once, however many containers write to it", async () => {
    const writer = container(mount("data", false));
    const stack = [volume("data", false), writer, writer];
    assert.equal((await judgeStack(protectDataVolumes, stack)).violations.length, 1);
  });

  it("does not take a folder of the host for a volume of the same name", async () => {
    const folder = container({ mounts: [{ type: "bind", source: "data", target: "/data" }] });
    assert.deepEqual(await judgeStack(protectDataVolumes, [volume("data", false), folder]), quiet);
  });

  it("refuses beside a mount, a container or a volume that is unknown", async () => {
    const stack = [
      { ...volume("other", false), props: { name: unknownText } },
      volume("data", false),
      container({ mounts: unknownList }),
      container({ mounts: [{ type: "volume", source: unknownText }, ...mounts("data")] }),
    ];
    const { violations, incomplete } = await judgeStack(protectDataVolumes, stack);
    assert.deepEqual([violations.length, incomplete], [1, true]);
  });
});

function mounts(source: string): object[] {
  return (mount(source) as { mounts: object[] }).mounts;
}
