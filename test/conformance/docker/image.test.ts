import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { UNKNOWN_TEXT, failureOf } from "../../support/provider";
import type { Provider, WireProperties } from "../../support/provider";
import { startRegistry } from "./registry-server";
import type { RegistryServer } from "./registry-server";
import { Resource, cleanUp, docker, image, prefix, startDocker, subject, textOf } from "./support";

describe("docker: images", function () {
  this.timeout(120000);
  let provider: Provider;
  let registry: RegistryServer;
  let folder: string;
  let images: Resource;
  const built = `${prefix}-built:1`;

  before(async () => {
    provider = await startDocker();
    registry = await startRegistry();
    images = new Resource(provider, subject("Image", "image"));
  });
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "palier-context-"));
    writeFileSync(join(folder, "Dockerfile"), dockerfile);
    writeFileSync(join(folder, "kept"), "kept");
    mkdirSync(join(folder, "left"));
    writeFileSync(join(folder, "left/out"), "left out");
    writeFileSync(join(folder, "left/back"), "brought back");
    writeFileSync(join(folder, ".dockerignore"), "# comment\nleft/*\n!left/back\n.dockerignore\n");
  });
  afterEach(async () => {
    rmSync(folder, { recursive: true });
    await cleanUp();
    // By name: one of the names may belong to the base image of all these tests.
    const names = (await docker.listImages()).flatMap(({ RepoTags }) => RepoTags ?? []);
    for (const name of names.filter((tag) => tag.includes(prefix)))
      await docker.getImage(name).remove();
  });
  after(async () => {
    await provider.stop();
    registry.stop();
  });

  const dockerfile = `FROM ${image} AS first\nARG WHAT=nothing\nCOPY . /context/\nRUN echo $WHAT > /what\nFROM first AS second\nRUN echo second > /stage\n`;

  function program(build: WireProperties = {}, more: WireProperties = {}): WireProperties {
    return { imageName: built, skipPush: true, build: { context: folder, ...build }, ...more };
  }

  async function inImage(name: string, command: string): Promise<string> {
    const containers = new Resource(provider, subject("Container", "look"));
    const run = {
      image: name,
      command: ["sh", "-c", command],
      attach: true,
      logs: true,
      mustRun: false,
    };
    const state = await containers.create(run);
    await containers.delete(state);
    return textOf(state.outputs.containerLogs);
  }

  for (const builderVersion of ["BuilderV1", "BuilderBuildKit"]) {
    describe(builderVersion, () => {
      it("builds the context without what .dockerignore leaves out, with arguments, up to a stage", async () => {
        const state = await images.create(
          program({ builderVersion, args: { WHAT: "argument" }, target: "first" }),
        );
        const info = await docker.getImage(built).inspect();
        assert.equal(state.outputs.repoDigest, info.Id);
        assert.deepEqual(
          [state.outputs.baseImageName, state.outputs.registryServer],
          [built, "docker.io"],
        );
        assert.equal(
          await inImage(
            built,
            "cat /what; ls -A /context /context/left; ls /stage 2>/dev/null; true",
          ),
          "argument\n/context:\nDockerfile\nkept\nleft\n\n/context/left:\nback\n",
        );
      });

      it("says what went wrong in a build", async () => {
        writeFileSync(
          join(folder, "Dockerfile"),
          `FROM ${image}\nRUN echo about-to-fail && exit 3\n`,
        );
        const { message } = await failureOf(images.create(program({ builderVersion })));
        assert.match(
          message,
          /^Building image "palier-test-docker-built:1" failed: [^]*(code: 3|returned a non-zero code: 3)[^]*about-to-fail/,
        );
      });
    });
  }

  it("sees a changed file in the context as an update, and nothing else as a change", async () => {
    const state = await images.create(program());
    writeFileSync(join(folder, "left/out"), "ignored by the build");
    assert.deepEqual((await images.diff(state, program())).diffs, []);
    writeFileSync(join(folder, "kept"), "changed");
    const diff = await images.diff(state, program());
    assert.deepEqual(
      [diff.diffs, diff.replaces, Object.keys(diff.detailed)],
      [["build"], [], ["build.contextDigest"]],
    );
    const updated = await images.update(state, program());
    assert.notEqual(updated.outputs.repoDigest, state.outputs.repoDigest);
    assert.equal(await inImage(built, "cat /context/kept"), "changed");
  });

  it("uses a Dockerfile from outside of the context", async () => {
    const outside = mkdtempSync(join(tmpdir(), "palier-outside-"));
    try {
      writeFileSync(join(outside, "Special"), `FROM ${image}\nCOPY kept /special\n`);
      await images.create(program({ dockerfile: join(outside, "Special") }));
      assert.equal(await inImage(built, "cat /special"), "kept");
    } finally {
      rmSync(outside, { recursive: true });
    }
  });

  it("shows the digest as unknown in a preview and builds nothing then", async () => {
    const { outputs } = await provider.create(images.subject, await images.inputs(program()), {
      preview: true,
    });
    assert.deepEqual([outputs.repoDigest, outputs.imageName], [UNKNOWN_TEXT, built]);
    assert.deepEqual(await docker.listImages({ filters: { reference: [built] } }), []);
  });

  it("refuses a missing folder, and buildOnPreview", async () => {
    const missing = await provider.check(images.subject, program({ context: "/no/such/folder" }));
    assert.match(missing.failures[0]?.reason ?? "", /"\/no\/such\/folder" is not a folder/);
    const early = await provider.check(images.subject, program({}, { buildOnPreview: true }));
    assert.match(early.failures[0]?.reason ?? "", /buildOnPreview: true is not supported/);
  });

  it("pushes, and other resources find, pull and remove what was pushed", async () => {
    const name = `${registry.address}/${prefix}-pushed:1`;
    const state = await images.create(program({}, { imageName: name, skipPush: false }));
    assert.match(
      textOf(state.outputs.repoDigest),
      new RegExp(`^${registry.address}/${prefix}-pushed@sha256:[0-9a-f]{64}$`),
    );
    assert.equal(state.outputs.registryServer, registry.address);
    const digest = textOf(state.outputs.repoDigest).split("@")[1];
    const found = await provider.invoke("docker:index/getRegistryImage:getRegistryImage", { name });
    assert.equal(found.sha256Digest, digest);

    await docker.getImage(name).remove({ force: true });
    const remote = new Resource(provider, subject("RemoteImage", "remote"));
    const pulled = await remote.create({ name: textOf(state.outputs.repoDigest) });
    assert.equal(pulled.outputs.repoDigest, state.outputs.repoDigest);
    await remote.delete(pulled);
    assert.equal(await remote.refresh(pulled), undefined);
  });

  it("RegistryImage pushes an image of the engine and removes it from the registry", async () => {
    const name = `${registry.address}/${prefix}-registry:1`;
    await new Resource(provider, subject("Tag", "tag")).create({
      sourceImage: image,
      targetImage: name,
    });
    const pushed = new Resource(provider, subject("RegistryImage", "pushed"));
    const inputs = {
      name,
      authConfig: { address: `http://${registry.address}`, username: "any", password: "secret" },
    };
    const state = await pushed.create(inputs);
    assert.match(textOf(state.outputs.sha256Digest), /^sha256:/);
    assert.ok(await pushed.refresh(state));
    assert.deepEqual((await pushed.diff(state, { ...inputs, triggers: { a: "b" } })).replaces, [
      "triggers",
    ]);
    assert.deepEqual((await pushed.diff(state, { ...inputs, keepRemotely: true })).replaces, []);
    await pushed.delete(state);
    assert.equal(await pushed.refresh(state), undefined);
  });

  it("RemoteImage takes a local image as it is, keeps it with keepLocally, and is imported", async () => {
    const remote = new Resource(provider, subject("RemoteImage", "local"));
    const inputs = { name: image, keepLocally: true };
    const state = await remote.create(inputs);
    const info = await docker.getImage(image).inspect();
    assert.deepEqual([state.id, state.outputs.imageId], [info.Id + image, info.Id]);
    assert.deepEqual((await remote.diff(state, { name: image })).replaces, []);
    assert.deepEqual((await remote.diff(state, { ...inputs, pullTriggers: ["x"] })).replaces, [
      "pullTriggers",
    ]);
    await remote.delete(state);
    assert.ok(await remote.refresh(state));
    const refused = await provider.check(remote.subject, { name: image, build: { context: "." } });
    assert.match(
      refused.failures[0]?.reason ?? "",
      /build is not supported: build with docker\.Image/,
    );
  });

  it("Tag gives a second name, and sets it again when it was moved or taken away", async () => {
    const tag = new Resource(provider, subject("Tag", "moved"));
    const inputs = { sourceImage: image, targetImage: `${prefix}-tag:1` };
    const state = await tag.create(inputs);
    assert.equal(state.outputs.sourceImageId, (await docker.getImage(image).inspect()).Id);
    assert.ok(await tag.refresh(state));
    await docker.getImage(`${prefix}-tag:1`).remove();
    assert.equal(await tag.refresh(state), undefined);
    assert.deepEqual((await tag.diff(state, { ...inputs, tagTriggers: ["1"] })).replaces, [
      "tagTriggers",
    ]);
  });

  it("answers the functions", async () => {
    const { id } = await docker.createNetwork({ Name: `${prefix}-asked` });
    const network = await provider.invoke("docker:index/getNetwork:getNetwork", {
      name: `${prefix}-asked`,
    });
    assert.deepEqual([network.id, network.driver, network.internal], [id, "bridge", false]);
    const known = await provider.invoke("docker:index/getRemoteImage:getRemoteImage", {
      name: image,
    });
    assert.equal(known.id, (await docker.getImage(image).inspect()).Id);
    const containers = new Resource(provider, subject("Container", "talks"));
    await containers.create({
      name: `${prefix}-talks`,
      image,
      command: ["sh", "-c", "echo one; echo two"],
      attach: true,
      mustRun: false,
    });
    const logs = await provider.invoke("docker:index/getLogs:getLogs", {
      name: `${prefix}-talks`,
      tail: "1",
    });
    assert.deepEqual(logs.logsListStrings, ["two"]);
    const unknown = await failureOf(
      provider.invoke("docker:index/getNetwork:getNetwork", { name: `${prefix}-nobody` }),
    );
    assert.match(
      unknown.message,
      /Looking up network "palier-test-docker-nobody" failed on unix:.*not found/,
    );
  });
});
