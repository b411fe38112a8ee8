import assert from "node:assert/strict";

import { UNKNOWN_TEXT, failureOf } from "../../support/provider";
import type { Provider, WireProperties } from "../../support/provider";
import { Resource, cleanUp, docker, image, prefix, startDocker, subject } from "./support";

describe("docker: networks and volumes", function () {
  this.timeout(60000);
  let provider: Provider;
  let network: Resource;
  let volume: Resource;

  before(async () => {
    provider = await startDocker();
    network = new Resource(provider, subject("Network", "net"));
    volume = new Resource(provider, subject("Volume", "vol"));
  });
  afterEach(cleanUp);
  after(() => provider.stop());

  describe("Network", () => {
    const full: WireProperties = {
      name: `${prefix}-full`,
      internal: true,
      attachable: true,
      driver: "bridge",
      ipamConfigs: [
        {
          subnet: "10.213.9.0/24",
          gateway: "10.213.9.1",
          ipRange: "10.213.9.128/25",
          auxAddress: { host: "10.213.9.5" },
        },
      ],
      labels: [
        { label: "one", value: "1" },
        { label: "two", value: "2" },
      ],
      options: { "com.docker.network.driver.mtu": "1400" },
    };

    it("is made as declared, read back, imported and removed", async () => {
      const state = await network.create(full);
      const info = await docker.getNetwork(state.id).inspect();
      assert.deepEqual(
        [info.Internal, info.Attachable, info.Labels],
        [true, true, { one: "1", two: "2" }],
      );
      assert.deepEqual(info.IPAM?.Config, [
        {
          Subnet: "10.213.9.0/24",
          Gateway: "10.213.9.1",
          IPRange: "10.213.9.128/25",
          AuxiliaryAddresses: { host: "10.213.9.5" },
        },
      ]);
      assert.deepEqual(info.Options, full.options);
      const refreshed = await network.refresh(state);
      assert.ok(refreshed);
      const reordered = { ...full, labels: [...(full.labels as WireProperties[])].reverse() };
      assert.deepEqual((await network.diff(refreshed, reordered)).detailed, {});
      const imported = await network.import(full.name as string);
      assert.ok(imported);
      assert.deepEqual((await network.diff(imported, full)).detailed, {});
      await network.delete(state);
      await network.delete(state);
      assert.equal(await network.refresh(state), undefined);
    });

    it("shows its driver and addresses as outputs, unknown in a preview", async () => {
      const inputs = await network.inputs({});
      const preview = await provider.create(network.subject, inputs, { preview: true });
      assert.deepEqual(
        [preview.outputs.driver, preview.outputs.ipamConfigs],
        [UNKNOWN_TEXT, UNKNOWN_TEXT],
      );
      const { outputs } = await provider.create(network.subject, inputs);
      assert.deepEqual(
        [outputs.driver, outputs.scope, outputs.internal],
        ["bridge", "local", false],
      );
      assert.equal((outputs.ipamConfigs as unknown[]).length, 1);
    });

    it("is replaced by every change: create-first with a generated name, delete-first with a fixed one", async () => {
      const generated = await network.create({});
      const diff = await network.diff(generated, { internal: true });
      assert.deepEqual([diff.replaces, diff.deleteBeforeReplace], [["internal"], false]);
      const fixed = await network.create({ name: `${prefix}-fixed` });
      const changes: WireProperties[] = [
        { labels: [{ label: "a", value: "b" }] },
        { driver: "macvlan" },
        { options: { a: "b" } },
        { ipv6: true },
        { attachable: true },
      ];
      for (const change of changes) {
        const answer = await network.diff(fixed, { name: `${prefix}-fixed`, ...change });
        assert.deepEqual(
          [answer.replaces, answer.deleteBeforeReplace],
          [Object.keys(change), true],
        );
      }
    });

    it("says whose a taken name is, and who still uses a network that is to go", async () => {
      await docker.createNetwork({ Name: `${prefix}-foreign`, Labels: { owner: "somebody" } });
      const taken = await failureOf(network.create({ name: `${prefix}-foreign` }));
      assert.match(taken.message, /name "palier-test-docker-foreign" is taken.*owner=somebody/);
      const state = await network.create({ name: `${prefix}-used` });
      const user = await docker.createContainer({
        name: `${prefix}-user`,
        Image: image,
        Cmd: ["sleep", "600"],
        HostConfig: { NetworkMode: `${prefix}-used` },
      });
      await user.start();
      const used = await failureOf(network.delete(state));
      assert.match(used.message, /cannot be deleted: palier-test-docker-user still use it/);
    });
  });

  describe("Volume", () => {
    const full: WireProperties = {
      name: `${prefix}-vol`,
      driver: "local",
      driverOpts: { type: "tmpfs", device: "tmpfs", o: "size=1m" },
      labels: [{ label: "one", value: "1" }],
    };

    it("is made as declared, read back, imported and removed", async () => {
      const state = await volume.create(full);
      assert.equal(state.id, full.name);
      const info = await docker.getVolume(state.id).inspect();
      assert.deepEqual([info.Options, info.Labels], [full.driverOpts, { one: "1" }]);
      assert.equal(state.outputs.mountpoint, info.Mountpoint);
      const imported = await volume.import(state.id);
      assert.ok(imported);
      assert.deepEqual((await volume.diff(imported, full)).detailed, {});
      await volume.delete(state);
      await volume.delete(state);
      assert.equal(await volume.refresh(state), undefined);
    });

    it("takes over a volume that looks exactly like it, and no other", async () => {
      await volume.create(full);
      const again = await volume.create(full);
      assert.equal(again.id, full.name);
      const other = await failureOf(
        volume.create({ ...full, labels: [{ label: "one", value: "2" }] }),
      );
      assert.match(
        other.message,
        /taken on the engine by a volume with other labels.*nothing was changed/,
      );
    });

    it("shows as drift that somebody made another volume of its name", async () => {
      const state = await volume.create(full);
      await docker.getVolume(state.id).remove();
      await docker.createVolume({ Name: state.id });
      const found = await volume.refresh(state);
      assert.ok(found);
      assert.deepEqual([...(await volume.diff(found, full)).replaces].sort(), [
        "driverOpts",
        "labels",
      ]);
    });

    it("is not deleted while it is used, and says by whom", async () => {
      const state = await volume.create({ name: `${prefix}-busy` });
      await docker.createContainer({
        name: `${prefix}-user`,
        Image: image,
        Cmd: ["true"],
        HostConfig: { Binds: [`${prefix}-busy:/data`] },
      });
      const failure = await failureOf(volume.delete(state));
      assert.match(
        failure.message,
        /volume "palier-test-docker-busy" cannot be deleted: palier-test-docker-user still use it/,
      );
    });

    it("refuses cluster volumes by name, and is replaced create-first with a generated name", async () => {
      const { failures } = await provider.check(volume.subject, { cluster: {} });
      assert.match(
        failures[0]?.reason ?? "",
        /cluster is not supported: cluster volumes need API 1\.42/,
      );
      const state = await volume.create({});
      const diff = await volume.diff(state, { labels: [{ label: "a", value: "b" }] });
      assert.deepEqual([diff.replaces, diff.deleteBeforeReplace], [["labels"], false]);
    });
  });
});
