import assert from "node:assert/strict";
import { readFileSync, symlinkSync } from "node:fs";
import path from "node:path";

import Dockerode from "dockerode";

import { resolve } from "../../../config/resolve";
import { withVolume } from "../../../release/engine/archive";
import { judge } from "../../../scripts/guard/judge";
import { imageLock } from "../../fixtures/image-lock";
import { development } from "../../fixtures/stack-config";
import { finished, Project, type Result } from "../toolchain/support/project";
import { guardedProgram } from "./program";

const root = path.resolve(__dirname, "../../..");
const docker = new Dockerode();
const prefix = `palier-guard-${process.pid}`;
const data = `${prefix}-data`;
const [volumeUrn, serverUrn, keyUrn] = ["**shop-data", "**shop-database", "**shop-key"];
const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);

/** The image is only something to run `sleep` in, and to reach the volume through. */
async function imageId(): Promise<string> {
  return (await docker.getImage("palier/redis:7").inspect()).Id;
}

async function withData<Value>(
  use: Parameters<typeof withVolume<Value>>[4],
  volume = data,
): Promise<Value> {
  return withVolume(docker, volume, await imageId(), {}, use);
}

async function volumes(): Promise<string[]> {
  const { Volumes } = await docker.listVolumes({ filters: { name: [prefix] } });
  return Volumes.map(({ Name }) => Name).sort();
}

describe("the guard of data, with the real engine", function () {
  this.timeout(180_000);
  let project: Project;

  before(async () => {
    project = new Project({ "index.ts": guardedProgram });
    for (const folder of ["components", "nginx", "release", "spec", "toolchain"])
      symlinkSync(path.join(root, folder), path.join(project.folder, folder));
    await project.good("stack", "init", "dev");
    await set({ prefix, image: await imageId() });
    await up();
    await withData((access) =>
      access.write([{ path: "copy.txt", content: "17/20", mode: "0400" }], { uid: 0, gid: 0 }),
    );
  });

  after(async () => {
    project.remove();
    await docker
      .getContainer(`${prefix}-database`)
      .remove({ force: true, v: true })
      .catch(() => undefined);
    for (const name of await volumes()) await docker.getVolume(name).remove();
  });

  async function set(values: Readonly<Record<string, string>>): Promise<void> {
    for (const [key, value] of Object.entries(values))
      await project.good("config", "set", key, value);
  }

  async function up(...flags: string[]): Promise<Result> {
    return project.good("up", "--yes", "--skip-preview", ...flags);
  }

  /** A command that has to be refused, for a reason, with everything left as it was. */
  async function refused(reason: RegExp, ...command: string[]): Promise<void> {
    const before = await docker.getContainer(`${prefix}-database`).inspect();
    const result = await project.pulumi(...command);
    assert.notEqual(result.code, 0, result.all);
    assert.match(result.all, reason);
    await untouched();
    const { Id, State } = await docker.getContainer(`${prefix}-database`).inspect();
    assert.equal(Id, before.Id);
    assert.ok(State.Running);
  }

  async function untouched(): Promise<void> {
    assert.ok((await volumes()).includes(data));
    assert.equal(await withData((access) => access.read("copy.txt")), "17/20");
  }

  /** Changes the configuration for one test. */
  async function declaring(
    values: Readonly<Record<string, string>>,
    test: () => Promise<void>,
  ): Promise<void> {
    await set(values);
    try {
      await test();
    } finally {
      for (const key of Object.keys(values)) await project.good("config", "rm", key);
    }
  }

  const update = ["up", "--yes", "--skip-preview"];
  const destroy = ["destroy", "--yes", "--skip-preview"];

  it("has nothing against an update that changes nothing", async () => {
    await up("--expect-no-changes");
  });

  for (const [how, flags] of [
    ["an update", []],
    ["an update of the volume alone", ["--target", volumeUrn]],
    [
      "an update of the volume and what hangs on it",
      ["--target", volumeUrn, "--target-dependents"],
    ],
  ] as const) {
    it(`refuses another name of a data volume in ${how}, protected or not`, async () => {
      await declaring({ volume: "renamed" }, async () => {
        const reason =
          /shop-data would be replaced by an empty volume; override it.*allow replace of shop-data/;
        await refused(reason, "preview", ...flags);
        await refused(/currently marked for protection/, ...update, ...flags);
        await project.good("state", "unprotect", "--all", "--yes");
        await refused(reason, ...update, ...flags);
      });
      await up();
      assert.deepEqual(await volumes(), [data, `${prefix}-files`]);
    });
  }

  for (const [form, variables] of [
    ["whole", {}],
    ["in events", { PULUMI_ENABLE_STREAMING_JSON_PREVIEW: "true" }],
  ] as const) {
    it(`is understood by the guard on previews, printed ${form}`, async () => {
      const config = development;
      const spec = resolve({ project: "palier", stack: "probe", config, images: imageLock });
      await declaring({ volume: "renamed" }, async () => {
        const preview = project.start(["preview", "--json"], variables);
        const { refusals, succeeded } = judge((await finished(preview)).stdout, spec, new Date());
        assert.equal(succeeded, false);
        assert.deepEqual(
          refusals.map(({ resource, operation }) => [resource, operation]),
          [["shop-data", "replace"]],
        );
        assert.match(refusals[0]?.reason ?? "", /^shop-data would be replaced by an empty volume$/);
      });
    });
  }

  it("refuses to put the server alone onto another volume", async () => {
    await declaring({ volume: "renamed" }, () =>
      refused(
        /would run on another volume than the one with its data/,
        ...update,
        "--target",
        serverUrn,
      ),
    );
    assert.deepEqual(await volumes(), [data, `${prefix}-files`]);
  });

  for (const [version, flags] of [
    ["16", []],
    ["14", ["--target", serverUrn]],
  ] as const) {
    it(`refuses to run the database as version ${version}${flags.length > 0 ? ", targeted alone" : ""}`, async () => {
      const reason = new RegExp(
        `from postgresql 15 to postgresql ${version}, .*allow database-version`,
      );
      await declaring({ version }, () => refused(reason, ...update, ...flags));
    });
  }

  it("refuses another secret before it is made", async () => {
    const before = await state();
    await declaring({ length: "30" }, async () => {
      await project.good("state", "unprotect", "--all", "--yes");
      for (const flags of [[], ["--target", keyUrn]])
        await refused(/shop-key would be replaced by a new one/, ...update, ...flags);
    });
    assert.deepEqual(await state(), before);
    await up();
  });

  it("refuses to delete what the program declares no more", async () => {
    await declaring({ gone: "true" }, async () => {
      await project.good("state", "unprotect", "--all", "--yes");
      for (const flags of [["--target", volumeUrn, "--target-dependents"], []]) {
        const result = await project.pulumi(...update, ...flags);
        assert.notEqual(result.code, 0);
        assert.match(result.all, /shop-data would be deleted: the program declares it no more/);
        await untouched();
      }
    });
    await up();
  });

  it("refuses every way to destroy, with the program and without", async () => {
    await refused(/You must run with the `--run-program` flag/, ...destroy);
    await refused(/You must run with the `--run-program` flag/, ...destroy, "--ignore-protect");
    const reason = /shop-data would be deleted; override it.*allow delete of shop-data/;
    for (const flags of [
      ["--target", volumeUrn],
      ["--ignore-protect", "--target", volumeUrn],
    ]) {
      const forced = ["--run-program", "--target-dependents", ...flags];
      const result = await project.pulumi(...destroy, ...forced);
      assert.notEqual(result.code, 0);
      assert.match(result.all, flags.length > 2 ? reason : /shop-data/);
      await untouched();
      await up();
    }
  });

  it("takes the stack down without its data, and up again with it", async () => {
    await project.good(...destroy, "--run-program", "--exclude-protected");
    await assert.rejects(docker.getContainer(`${prefix}-database`).inspect(), { statusCode: 404 });
    await untouched();
    await up();
    await untouched();
  });

  it("lets pass what an override allows, and notes it first", async () => {
    const override = {
      allow: "delete",
      resource: "shop-data",
      until: tomorrow,
      reason: "given up",
    };
    await declaring({ gone: "true", overrides: JSON.stringify([override]) }, async () => {
      assert.match((await project.pulumi(...update)).all, /shop-data.*protect/s);
      await untouched();
      await project.good("state", "unprotect", "--all", "--yes");
      await up();
    });
    assert.ok(!(await volumes()).includes(data));
    const notes = readFileSync(path.join(project.folder, "notes.jsonl"), "utf8").trim().split("\n");
    assert.deepEqual(notes.map((line) => JSON.parse(line) as unknown).at(-1), override);
  });

  async function state(): Promise<unknown> {
    const { stdout } = await project.good("stack", "export");
    const { deployment } = JSON.parse(stdout) as {
      deployment: { resources: { type: string; inputs?: unknown }[] };
    };
    return deployment.resources
      .filter(({ type }) => type.startsWith("random:"))
      .map(({ inputs }) => inputs);
  }
});
