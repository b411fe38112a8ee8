import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";

import Dockerode from "dockerode";

import { availabilityOf } from "../../../release/engine/availability";
import { type RegistryServer, startRegistry } from "./registry-server";

const docker = new Dockerode();

describe("availability of an image", function () {
  this.timeout(60_000);
  const nothing = `sha256:${"0".repeat(64)}`;
  const name = `palier-test/availability-${randomBytes(3).toString("hex")}`;
  let registry: RegistryServer;

  before(async () => {
    registry = await startRegistry();
  });

  after(() => {
    registry.stop();
  });

  const where = async (image: string): Promise<string> =>
    (await availabilityOf(docker, image)).where;

  it("is told by the engine, then by the registry, without pulling", async () => {
    const repository = `${registry.address}/${name}`;
    await docker.getImage("palier/base:bookworm").tag({ repo: repository, tag: "1" });
    const tagged = docker.getImage(`${repository}:1`);
    try {
      assert.equal(await where(`${repository}:1`), "engine");
      const stream = await tagged.push({ authconfig: {} });
      await new Promise<void>((resolve, reject) => {
        docker.modem.followProgress(stream, (error) => {
          if (error) reject(error);
          else resolve();
        });
      });
    } finally {
      await tagged.remove({ noprune: true });
    }
    assert.equal(await where(`${repository}:1`), "registry");
    const { Descriptor } = await tagged.distribution();
    assert.equal(await where(`${repository}@${Descriptor.digest}`), "registry");
    await assert.rejects(tagged.inspect(), { statusCode: 404 });
    assert.equal(await where(`${repository}@${nothing}`), "nowhere");
  });

  it("is nowhere when the registry has no such image, with what it says", async () => {
    const found = await availabilityOf(docker, `${registry.address}/${name}-none@${nothing}`);
    assert.deepEqual(found, { where: "nowhere", reason: "manifest unknown: manifest unknown" });
    assert.equal(await where(nothing), "nowhere");
  });

  it("is unknown when the registry does not answer", async () => {
    const found = await availabilityOf(docker, `127.0.0.1:1/${name}@${nothing}`);
    assert.equal(found.where, "unknown");
    assert.match("reason" in found ? found.reason : "", /connection refused/);
  });
});
