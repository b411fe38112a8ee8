import assert from "node:assert/strict";
import { Readable } from "node:stream";

import type Dockerode from "dockerode";
import { extract, pack } from "tar-stream";

import { withVolume, type ArchiveFile } from "../../../release/engine/archive";
import { unframe } from "../../../release/engine/logs";
import { engineError } from "./fake-engine";

interface Entry {
  readonly name: string;
  readonly type: string | null | undefined;
  readonly mode: number | undefined;
  readonly owner: string;
  readonly time: number;
  readonly content: string;
}

/** An engine that keeps the last archive, and answers it below the name of the folder. */
function keeper() {
  const kept = { archive: Buffer.alloc(0) as Buffer, removed: 0, created: [] as unknown[] };
  const helper = {
    putArchive: (archive: Buffer) => {
      kept.archive = archive;
      return Promise.resolve();
    },
    getArchive: async ({ path }: { path: string }) => {
      const entries = await entriesOf(kept.archive);
      const single = entries.find(({ name }) => `/palier-volume/${name}` === path);
      if (path !== "/palier-volume" && single === undefined) throw engineError(404);
      const tar = pack();
      for (const entry of single ? [single] : entries) {
        tar.entry(
          {
            name: single ? entry.name : `palier-volume/${entry.name}`,
            type: entry.type === "directory" ? "directory" : "file",
          },
          entry.content,
        );
      }
      tar.finalize();
      return Readable.from(tar);
    },
    remove: () => {
      kept.removed += 1;
      return Promise.resolve();
    },
  };
  const docker = {
    getImage: () => ({ inspect: () => Promise.resolve({}) }),
    createContainer: (options: unknown) => {
      kept.created.push(options);
      return Promise.resolve(helper);
    },
  };
  return { kept, docker: docker as unknown as Dockerode };
}

async function entriesOf(archive: Buffer): Promise<Entry[]> {
  const entries: Entry[] = [];
  for await (const entry of Readable.from([archive]).pipe(extract())) {
    const chunks: Buffer[] = [];
    for await (const chunk of entry) chunks.push(chunk as Buffer);
    const { name, type, mode, uid, gid, mtime } = entry.header;
    const content = Buffer.concat(chunks).toString();
    const owner = `${uid}:${gid}`;
    entries.push({ name, type, mode, owner, time: mtime.getTime(), content });
  }
  return entries;
}

const files: readonly ArchiveFile[] = [
  { path: "deep/down/text", content: "schön €\n", mode: "0400" },
  { path: "top", content: "", mode: "0755" },
];
const owner = { uid: 70, gid: 71 };

describe("a volume's archive", () => {
  it("holds folders before files, with owner, mode and a fixed time", async () => {
    const { kept, docker } = keeper();
    await withVolume(docker, "v", "image", {}, (volume) => volume.write(files, owner));
    const of = (name: string, mode: number, content: string): Entry => {
      const folder = name.endsWith("/");
      const type = folder ? "directory" : "file";
      return { name, type, mode, owner: folder ? "0:0" : "70:71", time: 0, content };
    };
    assert.deepEqual(await entriesOf(kept.archive), [
      of("deep/", 0o755, ""),
      of("deep/down/", 0o755, ""),
      of("deep/down/text", 0o400, "schön €\n"),
      of("top", 0o755, ""),
    ]);
  });

  it("comes back as it was written, folders left out", async () => {
    const { docker } = keeper();
    await withVolume(docker, "v", "image", {}, async (volume) => {
      await volume.write(files, owner);
      assert.deepEqual(await volume.list(), ["deep/down/text", "top"]);
      assert.equal(await volume.read("deep/down/text"), "schön €\n");
      assert.equal(await volume.read("top"), "");
      assert.equal(await volume.read("missing"), undefined);
    });
  });

  it("goes through a helper without network that is removed, also after a failure", async () => {
    const { kept, docker } = keeper();
    const failing = withVolume(docker, "v", "image", { "palier.stack": "s" }, () =>
      Promise.reject(new Error("broken")),
    );
    await assert.rejects(failing, { message: "broken" });
    assert.equal(kept.removed, 1);
    assert.deepEqual(kept.created, [
      {
        Image: "image",
        Entrypoint: ["/never-started"],
        Labels: { "palier.stack": "s", "palier.component": "helper" },
        HostConfig: {
          NetworkMode: "none",
          Mounts: [{ Type: "volume", Source: "v", Target: "/palier-volume" }],
        },
      },
    ]);
  });
});

describe("the engine's framed output", () => {
  const frame = (stream: number, text: string): Buffer => {
    const body = Buffer.from(text);
    const header = Buffer.from([stream, 0, 0, 0, 0, 0, 0, 0]);
    header.writeUInt32BE(body.length, 4);
    return Buffer.concat([header, body]);
  };

  it("is read across both streams, characters that are cut by a frame included", () => {
    const euro = Buffer.from("€");
    const cut = [euro.subarray(0, 1), euro.subarray(1)].map((part) => {
      const header = Buffer.from([1, 0, 0, 0, 0, 0, 0, part.length]);
      return Buffer.concat([header, part]);
    });
    const raw = Buffer.concat([frame(1, "out\n"), frame(2, "error\n"), ...cut]);
    assert.equal(unframe(raw), "out\nerror\n€");
  });

  it("is nothing when nothing was printed, and whole frames alone when it ends early", () => {
    assert.equal(unframe(Buffer.alloc(0)), "");
    assert.equal(unframe(Buffer.concat([frame(1, "whole"), Buffer.from([1, 0, 0])])), "whole");
  });
});
