import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Recipe } from "../../../images/catalogue";
import { catalogue } from "../../../images/catalogue";
import { inspectImage, writeRecord } from "../../../images/builder/record";
import { runBuilds } from "../../../images/builder/run";
import { docker, ignoreMissing, prefix } from "./support";

const root = path.join(__dirname, "..", "..", "..");

interface Ended {
  readonly status: number;
  readonly output: string;
}

function build(...words: string[]): Promise<Ended> {
  const child = spawn("node", ["--require", "./register.cjs", "images/build.ts", ...words], {
    cwd: root,
  });
  const chunks: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => chunks.push(chunk));
  return new Promise((resolve) => {
    child.once("close", (status) => {
      resolve({ status: status ?? -1, output: Buffer.concat(chunks).toString() });
    });
  });
}

describe("images/build.ts", function () {
  this.timeout(300_000);

  it("builds nothing that is up to date, and records the IDs that the names stand for", async () => {
    assert.equal((await build("redis", "nginx")).status, 0);
    const before = await inspectImage(docker, "palier/redis:7");
    const { status, output } = await build("redis", "nginx");
    assert.equal(status, 0, output);
    assert.match(output, /0 built, 4 up to date, 0 failed, 0 skipped/);
    assert.deepEqual(await inspectImage(docker, "palier/redis:7"), before);
    const record = JSON.parse(
      fs.readFileSync(path.join(root, ".palier", "images.json"), "utf8"),
    ) as Record<string, unknown>;
    assert.deepEqual(record["palier/redis:7"], before);
  });

  it("ends well when it runs twice at once", async () => {
    const runs = await Promise.all([build("redis"), build("redis")]);
    assert.deepEqual(
      runs.map((run) => run.status),
      [0, 0],
    );
    JSON.parse(fs.readFileSync(path.join(root, ".palier", "images.json"), "utf8"));
  });

  for (const [words, message] of [
    [["elastic"], /no image is called "elastic"; the catalogue has .*palier\/postgres:15/],
    [["--fast"], /unknown option --fast/],
  ] as const) {
    it(`says in one line what is wrong with "${words[0]}"`, async () => {
      const { status, output } = await build(...words);
      assert.equal(status, 1);
      assert.match(output, message);
      assert.equal(output.trim().split("\n").length, 1);
    });
  }
});

describe("the images' builder", function () {
  this.timeout(120_000);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "palier-images-"));
  const parent: Recipe = {
    name: `${prefix}-parent:1`,
    folder: "parent",
    base: "palier/base:bookworm",
  };
  const child: Recipe = { name: `${prefix}-child:1`, folder: "child", base: parent.name };
  const said: string[] = [];
  const run = (recipes: readonly Recipe[]): ReturnType<typeof runBuilds> =>
    runBuilds({ docker, recipes, root: folder, refresh: false, say: (line) => said.push(line) });

  function write(name: string, text: string): void {
    fs.mkdirSync(path.join(folder, path.dirname(name)), { recursive: true });
    fs.writeFileSync(path.join(folder, name), text);
  }

  beforeEach(() => {
    said.length = 0;
    write(
      "parent/Dockerfile",
      "FROM palier/base:bookworm\nUSER root\nCOPY fact /usr/share/palier/facts\n",
    );
    write("parent/fact", "palier.sample.version=1.2.3\n");
    write("child/Dockerfile", `FROM ${parent.name}\nRUN test -f /usr/share/palier/facts\n`);
  });

  after(async () => {
    fs.rmSync(folder, { recursive: true, force: true });
    // Every build that replaced a tag left its predecessor; a child goes before its parent.
    const label = ["palier.sample.version"];
    for (const { Id: id } of await docker.listImages({ filters: { label } })) {
      await docker.getImage(id).remove({ force: true }).catch(ignoreMissing);
    }
  });

  it("builds an image after its base, again when a file of the base changes, and labels its facts", async () => {
    const first = await run([parent, child]);
    assert.deepEqual([...first.values()], ["built", "built"]);
    assert.equal(
      (await inspectImage(docker, child.name))?.labels["palier.sample.version"],
      "1.2.3",
    );
    assert.deepEqual([...(await run([parent, child])).values()], ["current", "current"]);
    write("parent/fact", "palier.sample.version=1.2.4\n");
    assert.deepEqual([...(await run([parent, child])).values()], ["built", "built"]);
    assert.equal(
      (await inspectImage(docker, child.name))?.labels["palier.sample.version"],
      "1.2.4",
    );
  });

  it("shows the end of a failed build and its log, keeps the old image, and skips what needs it", async () => {
    await run([parent, child]);
    const before = await inspectImage(docker, parent.name);
    write("parent/Dockerfile", "FROM palier/base:bookworm\nRUN echo the last words; exit 3\n");
    const outcomes = await run([parent, child]);
    assert.deepEqual(Object.fromEntries(outcomes), {
      [parent.name]: "failed",
      [child.name]: "skipped",
    });
    assert.ok(
      said.some((line) => line.includes("| the last words")),
      said.join("\n"),
    );
    const file = /complete log: (.*)/.exec(said.join("\n"))?.[1] ?? "";
    assert.match(fs.readFileSync(file, "utf8"), /the last words/);
    assert.deepEqual(await inspectImage(docker, parent.name), before);
  });

  it("names a full disk as such", async () => {
    write("parent/Dockerfile", "FROM palier/base:bookworm\nRUN head -c 1M /dev/zero >/dev/full\n");
    await run([parent]);
    assert.match(said.join("\n"), /failed: the disk is full \(no space left on device\)/);
  });

  it("removes the image whose name went to a newer one, unless a container uses it", async () => {
    await run([parent]);
    const first = await inspectImage(docker, parent.name);
    assert.ok(first);
    const user = await docker.createContainer({ name: `${prefix}-user`, Image: first.id });
    try {
      write("parent/fact", "palier.sample.version=2\n");
      await run([parent]);
      const second = await inspectImage(docker, parent.name);
      write("parent/fact", "palier.sample.version=3\n");
      await run([parent]);
      assert.deepEqual(await inspectImage(docker, first.id), first);
      assert.equal(await inspectImage(docker, second?.id ?? parent.name), undefined);
    } finally {
      await user.remove();
    }
  });

  it("leaves no image without a name behind", async () => {
    const label = [`org.opencontainers.image.title=${prefix}`];
    const title = `LABEL org.opencontainers.image.title=${prefix}\n`;
    write(
      "parent/Dockerfile",
      `FROM palier/base:bookworm\nUSER root\nCOPY fact /usr/share/palier/facts\n${title}`,
    );
    assert.deepEqual([...(await run([parent])).values()], ["built"]);
    const images = await docker.listImages({ filters: { label } });
    assert.deepEqual(
      images.map(({ RepoTags: tags }) => tags),
      [[parent.name]],
    );
  });

  it("records only images that exist", async () => {
    const file = path.join(folder, "record", "images.json");
    await writeRecord(docker, [catalogue()[0]?.name ?? "", `${prefix}-none:1`], file);
    const record = JSON.parse(fs.readFileSync(file, "utf8")) as object;
    assert.deepEqual(Object.keys(record), ["palier/debian:bookworm"]);
  });
});
