import assert from "node:assert/strict";

import { withVolume, type VolumeAccess } from "../../../release/engine/archive";
import { runOneOff } from "../../../release/engine/one-off";
import { fillVolume } from "../../../release/operations/fill-volume";
import type { FillVolumeInput } from "../../../spec/operations";
import { calm, docker, engine, image, Lab } from "./lab";

describe("a volume on the engine", () => {
  let lab: Lab;
  let volume: string;

  beforeEach(async () => {
    lab = new Lab();
    volume = await lab.volume("files");
  });

  afterEach(() => lab.close());

  const open = <Result>(use: (access: VolumeAccess) => Promise<Result>): Promise<Result> =>
    withVolume(docker, volume, image, lab.labels, use);

  /** Lists the volume's files as a container sees them. */
  const seen = async (): Promise<string[]> => {
    const script = "cd /v && find . -type f -printf '%P %m %U:%G ' -exec cat {} ';' -printf '\\n'";
    const mounts = [{ type: "volume" as const, source: volume, target: "/v", readOnly: true }];
    const { output } = await runOneOff(docker, `${lab.name}-look`, lab.script(script, { mounts }), {
      timeoutSeconds: 30,
      signal: calm,
    });
    return output === "" ? [] : output.split("\n").sort();
  };

  it("takes files with owner and mode, and gives them back", async () => {
    const files = [
      { path: "deep/down/one", content: "schön", mode: "0444" },
      { path: "two", content: "x".repeat(200_000), mode: "0444" },
    ];
    await open(async (access) => {
      assert.deepEqual(await access.list(), []);
      assert.equal(await access.read("two"), undefined);
      await access.write(files, { uid: 70, gid: 71 });
      assert.deepEqual((await access.list()).sort(), ["deep/down/one", "two"]);
      assert.equal(await access.read("deep/down/one"), "schön");
      assert.equal((await access.read("two"))?.length, 200_000);
      await access.write([{ path: "two", content: "y", mode: "0400" }], { uid: 70, gid: 71 });
    });
    assert.equal(await open((access) => access.read("two")), "y");
    assert.deepEqual(await lab.containers(), []);
  });

  it("leaves no volume behind that only the helper's image wants", async () => {
    // The image of Redis declares a volume, as the official one does.
    const unnamed = await withVolume(docker, volume, "palier/redis:7", lab.labels, async () => {
      const [helper = ""] = await lab.containers();
      const { Mounts } = await docker.getContainer(helper).inspect();
      return Mounts.flatMap(({ Name }) => (Name === undefined || Name === volume ? [] : [Name]));
    });
    assert.equal(unnamed.length, 1);
    for (const name of unnamed) {
      await assert.rejects(docker.getVolume(name).inspect(), { statusCode: 404 });
    }
  });

  const input = (
    files: Record<string, string>,
    changes: Partial<FillVolumeInput> = {},
  ): FillVolumeInput => ({
    engine,
    volume,
    uid: 1000,
    gid: 1000,
    helperImage: image,
    labels: lab.labels,
    files: Object.entries(files).map(([path, content]) => ({ path, content, mode: "0400" })),
    ...changes,
  });

  it("holds exactly the declared files, those that are no longer declared removed", async () => {
    await fillVolume(input({ one: "1", "deep/two": "2", "-rf": "3" }), calm);
    await fillVolume(input({ one: "1 again" }), calm);
    assert.deepEqual(await seen(), ["one 400 1000:1000 1 again"]);
    assert.deepEqual(await lab.containers(), []);
  }).timeout(30_000);
});
