import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseEvent } from "../../../images/builder/build-stream";
import { type ContextFile, readContext } from "../../../images/builder/context";
import { parseFacts } from "../../../images/builder/facts";
import { explainFailure } from "../../../images/builder/failure";
import { imageKey } from "../../../images/builder/key";
import { withLock } from "../../../images/builder/lock";
import { assertSpace, bytesPerImage, freeBytes } from "../../../images/builder/space";

describe("an image's key", () => {
  const file = (name: string, content = "x", executable = false): ContextFile => ({
    path: name,
    executable,
    content: Buffer.from(content),
  });
  const recipe = { name: "n", folder: "f" };
  const key = imageKey(recipe, { files: [file("a")], baseKey: "base" });

  it("is the same for the same content, whatever the name and the order of arguments", () => {
    assert.equal(
      imageKey({ ...recipe, name: "other" }, { files: [file("a")], baseKey: "base" }),
      key,
    );
    const one = imageKey({ ...recipe, arguments: { A: "1", B: "2" } }, { files: [] });
    assert.equal(imageKey({ ...recipe, arguments: { B: "2", A: "1" } }, { files: [] }), one);
  });

  it("changes with each thing that shapes the image", () => {
    const others = [
      imageKey(recipe, { files: [file("a", "y")], baseKey: "base" }),
      imageKey(recipe, { files: [file("b")], baseKey: "base" }),
      imageKey(recipe, { files: [file("a", "x", true)], baseKey: "base" }),
      imageKey(recipe, { files: [file("a"), file("b", "")], baseKey: "base" }),
      imageKey(recipe, { files: [file("a")], baseKey: "other" }),
      imageKey(recipe, { files: [file("a")] }),
      imageKey(recipe, { files: [file("a")], baseKey: "base", extra: "sources" }),
      imageKey(
        { ...recipe, arguments: { VERSION: "15" } },
        { files: [file("a")], baseKey: "base" },
      ),
    ];
    assert.equal(new Set([key, ...others]).size, others.length + 1);
  });
});

describe("a build context", () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "palier-context-"));
  after(() => {
    fs.rmSync(folder, { recursive: true });
  });

  it("has plain files in one order, without what tools leave behind, and refuses links", () => {
    for (const name of ["b/z.sh", "b/a", "a", "node_modules/x", "b/__pycache__/y", "b/c.pyc"]) {
      fs.mkdirSync(path.join(folder, path.dirname(name)), { recursive: true });
      fs.writeFileSync(path.join(folder, name), name, {
        mode: name.endsWith(".sh") ? 0o755 : 0o644,
      });
    }
    assert.deepEqual(
      readContext(folder).map((file) => [file.path, file.executable]),
      [
        ["a", false],
        ["b/a", false],
        ["b/z.sh", true],
      ],
    );
    fs.symlinkSync("a", path.join(folder, "link"));
    assert.throws(() => readContext(folder), /link is not a plain file/);
  });
});

describe("the engine's answer to a build", () => {
  it("is read from BuildKit's messages: steps that start and what they print", () => {
    const message = (field: number, content: Buffer): Buffer =>
      Buffer.concat([Buffer.from([(field << 3) | 2, content.length]), content]);
    const started = message(5, Buffer.from([8, 1]));
    const step = message(
      1,
      Buffer.concat([
        message(1, Buffer.from("digest")),
        message(3, Buffer.from("RUN make")),
        started,
      ]),
    );
    const ended = message(
      1,
      Buffer.concat([
        message(3, Buffer.from("FROM base")),
        started,
        message(6, Buffer.from([8, 2])),
      ]),
    );
    const printed = message(3, message(4, Buffer.from("one\ntwo\n")));
    const aux = Buffer.concat([step, ended, printed]).toString("base64");
    assert.deepEqual(parseEvent(JSON.stringify({ id: "moby.buildkit.trace", aux })).log, [
      "# RUN make",
      "one",
      "two",
    ]);
  });

  it("is read from plain messages: text, the finished image and errors", () => {
    assert.deepEqual(parseEvent('{"status":"sha256:1"}'), { log: ["sha256:1"] });
    assert.deepEqual(parseEvent('{"id":"moby.image.id","aux":{"ID":"sha256:1"}}'), {
      log: [],
      imageId: "sha256:1",
    });
    assert.deepEqual(parseEvent('{"errorDetail":{"message":"bad"},"error":"bad"}'), {
      log: ["bad"],
      error: "bad",
    });
  });
});

describe("builder helpers", () => {
  it("read the versions that an image recorded, and no other lines", () => {
    assert.deepEqual(parseFacts("palier.nginx.version=1.22.1\nother=1\npalier.x=2\n"), {
      "palier.nginx.version": "1.22.1",
    });
  });

  it("name a full disk, wherever it was met, and give one line otherwise", () => {
    assert.match(
      explainFailure(new Error("exit code: 1"), ["write: No space left on device"]),
      /^the disk is full/,
    );
    assert.equal(explainFailure(new Error("first\nsecond"), []), "first");
  });

  it("refuse to start without the room that the images need", () => {
    assert.doesNotThrow(() => {
      assertSpace("/data", 2 * bytesPerImage, 2);
    });
    assert.throws(() => {
      assertSpace("/data", 2 * bytesPerImage - 1, 2);
    }, /not enough disk space to build 2 images: \/data has 699 MB free and 700 MB are needed/);
    assert.ok((freeBytes("/") ?? 0) > 0);
    assert.equal(freeBytes("/nowhere/at/all"), undefined);
  });

  it("let one process at a time work under a name", async function () {
    if (process.platform !== "linux") this.skip();
    const order: string[] = [];
    const name = `test ${process.pid}`;
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const first = withLock(
      name,
      () => assert.fail("waited"),
      async () => {
        order.push("first starts");
        await held;
        order.push("first ends");
      },
    );
    const second = withLock(
      name,
      () => {
        order.push("second waits");
        release();
      },
      () => Promise.resolve(order.push("second starts")),
    );
    await Promise.all([first, second]);
    assert.deepEqual(order, ["first starts", "second waits", "first ends", "second starts"]);
  });
});
