import assert from "node:assert/strict";
import { createServer } from "node:net";

import { Browser } from "./support/browser";
import { containersNamed, docker, purge } from "./support/engine";
import { assertRefused, assertUnchanged, complaints, snapshot } from "./support/refusal";
import { Workspace } from "./support/workspace";

const stack = "faults";
const ports = { http: 18580, https: 18543 };
const image = "palier/redis:7";

/** Objects that somebody else made, with names that the stack wants. */
const foreign = {
  container: `palier-${stack}-copies-database`,
  network: `palier-${stack}-edge`,
  volume: `palier-${stack}-copies-database-data`,
};

describe("an engine on which something stands in the way", function () {
  this.timeout(600_000);
  let workspace: Workspace;
  let secrets: readonly string[] = [];

  before(async () => {
    await purge(stack);
    await removeForeign();
    workspace = new Workspace(stack, ports);
    await workspace.initialise();
  });

  after(async () => {
    await purge(stack);
    await removeForeign();
    workspace.remove();
  });

  const refused = (
    run: () => ReturnType<Workspace["update"]>,
    ...saying: RegExp[]
  ): Promise<void> => assertRefused(workspace, run, saying, secrets);

  it("is left alone when names of ours are taken by what is not ours", async () => {
    const { id } = await docker.createContainer({
      name: foreign.container,
      Image: image,
      Entrypoint: ["sleep", "600"],
    });
    await docker.createNetwork({ Name: foreign.network });
    await docker.createVolume({ Name: foreign.volume, Labels: { owner: "somebody" } });
    const network = await docker.getNetwork(foreign.network).inspect();
    const volume = await docker.getVolume(foreign.volume).inspect();
    for (const name of ["up", "down"] as const) {
      if (name === "up") {
        await refused(
          () => workspace.script(name),
          /^The container palier-faults-copies-database exists already and is not Palier's: rename or remove it/,
          /^The network palier-faults-edge exists already and is not Palier's: rename or remove it/,
          /^The volume palier-faults-copies-database-data exists already and is not Palier's: rename or remove it/,
        );
      } else {
        const down = await workspace.script(name);
        assert.equal(down.code, 0, down.output);
      }
      assert.equal((await docker.getContainer(foreign.container).inspect()).Id, id);
      assert.deepEqual(await docker.getNetwork(foreign.network).inspect(), network);
      assert.deepEqual(await docker.getVolume(foreign.volume).inspect(), volume);
    }
  });

  it("takes the stack as soon as they are out of the way", async () => {
    await removeForeign();
    const { code, output } = await workspace.script("up");
    assert.equal(code, 0, output);
    secrets = await workspace.generatedSecrets();
    assert.equal(secrets.length, 5);
    await assertUnchanged(workspace);
    await assertAnswers();
  });

  for (const [address, cause] of [
    ["unix:///nonexistent.sock", "there is no such socket"],
    ["tcp://127.0.0.1:18599", "the connection was refused"],
  ] as const) {
    it(`is not waited for when it does not answer at ${address}; a preview works without it`, async () => {
      const said = `The Docker engine at ${address} is not usable: ${cause}; start the engine, or correct`;
      workspace.configure(["palier:engine", "endpoint"], address);
      await refused(() => workspace.update(), new RegExp(`^${said}`));
      const preview = await workspace.pulumi("preview --non-interactive");
      assert.equal(preview.code, 0, preview.output);
      const [note = "", ...more] = complaints(preview.output);
      assert.match(note, new RegExp(`^Previewed without looking at the engine: ${said}`));
      assert.deepEqual(more, []);
      workspace.configure(["palier:engine", "endpoint"], "unix:///var/run/docker.sock");
    });
  }

  it("is left alone when another process holds a port, which is named with its number", async () => {
    const holder = createServer();
    await new Promise<void>((resolve) => holder.listen(18544, "127.0.0.1", resolve));
    workspace.configure(["palier:proxy", "httpsPort"], 18544);
    try {
      await refused(
        () => workspace.update(),
        new RegExp(
          `^Port 18544 on 127\\.0\\.0\\.1 is held by \\S+ \\(process ${process.pid}\\): stop it, or choose another port`,
        ),
      );
    } finally {
      await new Promise((resolve) => holder.close(resolve));
      workspace.configure(["palier:proxy", "httpsPort"], ports.https);
    }
  });

  it("is left alone when another container holds a port, which is named", async () => {
    const name = "palier-test-faults-holder";
    const holder = await docker.createContainer({
      name,
      Image: image,
      Entrypoint: ["sleep", "600"],
      ExposedPorts: { "6379/tcp": {} },
      HostConfig: {
        PortBindings: { "6379/tcp": [{ HostIp: "127.0.0.1", HostPort: "18544" }] },
      },
    });
    try {
      await holder.start();
      workspace.configure(["palier:proxy", "httpsPort"], 18544);
      await refused(
        () => workspace.update(),
        /^Port 18544 on 127\.0\.0\.1 is held by the container palier-test-faults-holder: stop it, or choose another port/,
      );
      assert.equal((await holder.inspect()).State.Running, true);
    } finally {
      await holder.remove({ force: true });
      workspace.configure(["palier:proxy", "httpsPort"], ports.https);
    }
  });

  it("is left alone by another checkout that deploys a stack of the same name", async () => {
    const other = new Workspace(stack, ports);
    try {
      await refused(
        () => other.script("up"),
        /^A stack "faults" whose state is not this one is on the engine already \(.*container palier-faults-proxy.*\): run make down where it was deployed from/,
      );
      const before = await snapshot(stack);
      const down = await other.script("down");
      assert.equal(down.code, 0, down.output);
      assert.deepEqual(await snapshot(stack), before);
    } finally {
      other.remove();
    }
  });

  it("is unchanged for the next good update after all this", async () => {
    await assertUnchanged(workspace);
    await assertAnswers();
  });

  it("makes a service again that was removed by hand, and tells an update that would not", async () => {
    const [cache] = await containersNamed(stack, "cache");
    assert.ok(cache);
    await docker.getContainer(cache.id).remove({ force: true });
    const blind = await workspace.update();
    assert.equal(blind.code, 0, blind.output);
    assert.match(
      blind.output,
      /Removed from the engine by hand: palier-faults-copies-cache\. An update with --refresh/,
    );
    const repaired = await workspace.update("--refresh");
    assert.equal(repaired.code, 0, repaired.output);
    await assertUnchanged(workspace);
    await assertAnswers();
  });

  it("gets no empty database when the data volume is gone, until somebody asks for one", async () => {
    await docker.getContainer(foreign.container).remove({ force: true });
    await docker.getVolume(foreign.volume).remove();
    const gone =
      /^Data volume palier-faults-copies-database-data was there at the last update and is gone from the engine: restore it from a backup/;
    await refused(() => workspace.update(), gone);
    const before = await snapshot(stack);
    const refreshed = await workspace.update("--refresh");
    assert.notEqual(refreshed.code, 0, refreshed.output);
    assert.match(complaints(refreshed.output)[0] ?? "", gone);
    assert.deepEqual(await snapshot(stack), before);
    // A refresh has taken the volume out of the state; the next update must know of it all the same.
    await refused(() => workspace.update(), gone);
    const { output } = await workspace.update();
    const [, remedy = ""] = /make an empty one with: (docker volume create .*)/.exec(output) ?? [];
    assert.equal((await workspace.shell(remedy)).code, 0, remedy);
    const restored = await workspace.update("--refresh");
    assert.equal(restored.code, 0, restored.output);
    assert.match(restored.output, /migrating the data/);
    await assertUnchanged(workspace);
    await assertAnswers();
  });

  async function assertAnswers(): Promise<void> {
    const browser = new Browser(workspace.host, ports.https, workspace.authority());
    const { status, body } = await browser.ask("/api/health/ready");
    assert.equal(status, 200, body);
  }
});

async function removeForeign(): Promise<void> {
  const missing = (error: unknown): void => {
    if ((error as { statusCode?: number }).statusCode !== 404) throw error;
  };
  const { container, network, volume } = foreign;
  await docker.getContainer(container).remove({ force: true }).catch(missing);
  await docker.getNetwork(network).remove().catch(missing);
  await docker.getVolume(volume).remove().catch(missing);
}
