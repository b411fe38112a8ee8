import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";

import {
  compareWith,
  dataDigest,
  listRestorePoints,
  measureSpace,
  putBack,
  removeOldRestorePoints,
  sameData,
  takeRestorePoint,
} from "../../../release/restore-point";
import type { RestorePointSpec } from "../../../spec/lifecycle";
import { changeFiles, makeFiles } from "./files";
import { docker, password, refusal, type RestoreLab } from "./lab";

/** What differs between the engines. */
export interface Engine {
  /** Statements of the application. */
  readonly rows: string;
  readonly changes: string;
  /** Opens a transaction that has read and written, and stays for minutes. */
  readonly idle: string;
  /** Whether it connects again as soon as it is thrown out. */
  readonly comesBack: boolean;
  /** Files with rows, in the folder of a restore point. */
  readonly dump: string;
  /** Program of the dump, and what an old one says of its version. */
  readonly oldClient: { readonly program: string; readonly version: string };
  readonly olderThan: RegExp;
}

/** What holds for every engine. */
export function restorePointTests(lab: RestoreLab, engine: Engine): void {
  const { context, spec } = lab;
  const take = (id: string, changed = spec) => takeRestorePoint(context, changed, id, lab.about);
  const change = async () => {
    await lab.sql(engine.changes);
    await lab.script(changeFiles);
  };

  before(async () => {
    await lab.start();
    await lab.sql(engine.rows);
    await lab.script(makeFiles);
  });
  after(() => lab.remove());
  afterEach(async () => {
    await lab.script("rm -rf /restore-points/* /restore-points/.[a-z]*");
  });

  it("says how much room it takes and how much there is", async () => {
    const { neededBytes, freeBytes } = await measureSpace(context, spec);
    const mebibyte = 1024 * 1024;
    // Database and files, and room to grow.
    assert.ok(neededBytes > 67 * mebibyte && neededBytes < 200 * mebibyte, String(neededBytes));
    assert.ok(freeBytes > 0);
  });

  it("brings everything back: rows, numbering, definitions, files, owners and links", async () => {
    const before = await dataDigest(context, spec);
    const summary = await take("first");
    assert.equal(summary.version, "1.0.0");
    assert.equal(
      summary.rows,
      before.tables.reduce((sum, { rows }) => sum + rows, 0),
    );
    assert.deepEqual(await listRestorePoints(context, spec), [summary]);
    assert.equal(
      (await compareWith(context, spec, "first")).some(({ changed }) => changed),
      false,
    );
    await change();
    assert.equal(sameData(before, await dataDigest(context, spec)), false);
    await putBack(context, spec, "first");
    assert.deepEqual(await dataDigest(context, spec), before);
    // It is still there, whole, and can be used again.
    await change();
    await putBack(context, spec, "first");
    assert.deepEqual(await dataDigest(context, spec), before);
  });

  it("says what would be lost, by table and volume", async () => {
    await take("compared");
    await change();
    const changes = await compareWith(context, spec, "compared");
    const find = (part: string) => changes.find(({ table }) => table.includes(part));
    assert.deepEqual(
      [find("school"), find("nothing"), find("later"), find("odd")].map((found) => [
        found?.before,
        found?.now,
        found?.changed,
      ]),
      [
        [3, 2, true],
        [0, 1, true],
        [0, 1, true],
        [3, 0, true],
      ],
    );
    assert.equal(find("files of media")?.changed, true);
    await putBack(context, spec, "compared");
  });

  it("does not wait for an application that keeps transactions open", async () => {
    const before = await dataDigest(context, spec);
    await take("busy");
    await change();
    let over = false;
    const connections = Array.from({ length: 3 }, async () => {
      do {
        await lab.sql(engine.idle).catch(() => undefined);
      } while (engine.comesBack && !over);
    });
    await sleep(1500);
    await putBack(context, spec, "busy");
    over = true;
    const ended = new AbortController();
    const all = Promise.all(connections).then(() => {
      ended.abort();
    });
    while (!ended.signal.aborted) {
      await lab.endSessions();
      await Promise.race([all, sleep(500)]);
    }
    assert.deepEqual(await dataDigest(context, spec), before);
  });

  it("leaves nothing when it is killed while it is taken, and can be taken again", async () => {
    const letGo = await lab.holdTable();
    let seen = "";
    try {
      const taking = refusal(take("killed"));
      const tools = await lab.tools();
      await lab.untilTableIsWanted();
      seen = JSON.stringify([await tools.inspect(), await tools.top()]);
      await tools.kill();
      assert.match(
        await taking,
        /^Restore point killed of copies cannot be taken: its container was killed/,
      );
    } finally {
      await letGo();
    }
    assert.deepEqual(await lab.kept(), []);
    assert.match(seen, /DATABASE_PASSWORD_FILE/);
    assert.equal(seen.includes(password) || seen.includes(JSON.stringify(password)), false);
    assert.equal((await take("killed")).id, "killed");
  });

  it("takes the place of one that a killed process left at work", async () => {
    await lab.script(
      "cd /restore-points; mkdir -p left.partial/database gone.removing; echo half >left.partial/database/toc.dat",
    );
    const left = await docker.createContainer({
      name: `${spec.volume.name}-tools`,
      Image: spec.tools.image,
      Entrypoint: ["sleep", "600"],
      HostConfig: { Mounts: [{ Type: "volume", Source: spec.volume.name, Target: "/v" }] },
    });
    await left.start();
    await take("left");
    assert.deepEqual(await lab.kept(), ["left"]);
  });

  it("stops when the release is interrupted", async () => {
    const letGo = await lab.holdTable();
    const interruption = new AbortController();
    const interrupted = { ...context, signal: interruption.signal };
    try {
      const taking = refusal(takeRestorePoint(interrupted, spec, "stopped", lab.about));
      await lab.untilTableIsWanted();
      interruption.abort(new Error("The deployment was interrupted."));
      assert.match(await taking, /interrupted/);
    } finally {
      await letGo();
    }
    assert.deepEqual(await lab.kept(), []);
  });

  it("is put back even when the release is interrupted", async () => {
    const before = await dataDigest(context, spec);
    await take("steady");
    await change();
    await putBack({ ...context, signal: AbortSignal.abort() }, spec, "steady");
    assert.deepEqual(await dataDigest(context, spec), before);
  });

  it("is put back by a second call, wherever the first one was killed", async () => {
    const before = await dataDigest(context, spec);
    await take("again");
    await change();
    for (const milliseconds of [0, 150, 300, 450, 600, 900, 1200, 1600, 2000]) {
      const name = `${spec.volume.name}-tools`;
      const going = putBack(context, spec, "again").catch(() => undefined);
      await sleep(milliseconds);
      await docker
        .getContainer(name)
        .kill()
        .catch(() => undefined);
      await going;
    }
    await putBack(context, spec, "again");
    assert.deepEqual(await dataDigest(context, spec), before);
  });

  for (const damage of [engine.dump, "volumes/media.tar", "manifest.json"]) {
    const file = `/restore-points/flipped/${damage}`;
    it(`touches nothing when a byte of ${damage} is not what it was`, async () => {
      const before = await dataDigest(context, spec);
      await take("flipped");
      const flip = `set -- ${file}
        at=$(($(stat -c %s "$1") / 2)); byte=$(od -An -tu1 -j$at -N1 "$1")
        printf "\\\\x$(printf %02x $((byte ^ 1)))" | dd of="$1" bs=1 seek=$at conv=notrunc status=none`;
      await lab.script(flip);
      const reason = await refusal(putBack(context, spec, "flipped"));
      assert.match(
        reason,
        /^Restore point flipped of copies cannot be put back: its .* was changed/,
      );
      assert.deepEqual(await dataDigest(context, spec), before);
    });
  }

  it("leaves the database alone and nothing behind when its volume is full", async () => {
    const before = await dataDigest(context, spec);
    await lab.withSmallVolume("2m", async (small) => {
      const onSmall = withVolume(spec, spec.volume.name, small);
      const { neededBytes, freeBytes } = await measureSpace(context, onSmall);
      assert.ok(freeBytes < 3_000_000 && neededBytes > freeBytes);
      const reason = await refusal(take("large", onSmall));
      assert.match(
        reason,
        /^Restore point large of copies cannot be taken: the volume of the restore points is full\.$/,
      );
      assert.deepEqual(await lab.kept(onSmall), []);
      assert.deepEqual(await dataDigest(context, spec), before);
    });
  });

  it("removes nothing when there is no room for what is missing", async () => {
    await lab.withSmallVolume("5m", async (small) => {
      const onSmall = withVolume(spec, lab.media, small);
      const volumes = onSmall.volumes.map((volume) => ({ ...volume, excludes: ["cache"] }));
      const cramped = { ...onSmall, volumes };
      const inMedia = (script: string) => lab.script(`cd /data/media; ${script}`, cramped);
      await inMedia("head -c 3000000 /dev/urandom >large");
      await take("cramped", cramped);
      await inMedia("rm large; echo new >new; mkdir cache; head -c 3500000 /dev/urandom >cache/x");
      const reason = await refusal(putBack(context, cramped, "cramped"));
      assert.match(reason, /the volume media has no room for its files: 3000000 bytes are needed/);
      assert.equal(await inMedia("cat new; rm cache/x"), "new");
      await putBack(context, cramped, "cramped");
      assert.equal(await inMedia("find . -type f"), "./large");
    });
  });

  it("refuses a client that is older than the server, before anything is taken", async () => {
    const { program, version } = engine.oldClient;
    await lab.script(
      `mkdir /restore-points/bin; printf '#!/bin/sh\\necho "${version}"\\n' >/restore-points/bin/${program}; chmod -R 755 /restore-points/bin`,
    );
    const path = "PATH=/restore-points/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    const old = { ...spec, tools: { ...spec.tools, environment: [path] } };
    assert.match(await refusal(measureSpace(context, old)), engine.olderThan);
    assert.match(await refusal(take("old", old)), engine.olderThan);
    assert.deepEqual(await lab.kept(), ["bin"]);
  });

  it("saves files once what was being written has ended, and misses nothing that came and went", async () => {
    const before = await dataDigest(context, spec);
    const writer = await docker.createContainer({
      Image: spec.tools.image,
      User: "0:0",
      Entrypoint: [
        "bash",
        "-c",
        "end=$((SECONDS + 2)); while ((SECONDS < end)); do echo x >/v/new/part; rm /v/new/part; done",
      ],
      HostConfig: { Init: true, Mounts: [{ Type: "volume", Source: lab.media, Target: "/v/new" }] },
    });
    try {
      await writer.start();
      await take("ended");
      await lab.script("cd /data/media; echo x >part; rm part");
      const changes = await compareWith(context, spec, "ended");
      assert.deepEqual(
        changes.filter(({ changed }) => changed),
        [],
      );
    } finally {
      await writer.remove({ force: true });
    }
    assert.deepEqual(await dataDigest(context, spec), before);
  });

  it("refuses to save files while something writes to them", async () => {
    const writer = await docker.createContainer({
      Image: spec.tools.image,
      User: "0:0",
      Entrypoint: ["bash", "-c", "while :; do echo x >/v/new/$RANDOM; done"],
      HostConfig: { Init: true, Mounts: [{ Type: "volume", Source: lab.media, Target: "/v/new" }] },
    });
    const before = await dataDigest(context, spec);
    await take("quiet");
    try {
      await writer.start();
      await sleep(300);
      assert.match(
        await refusal(take("moving")),
        /could not be saved: something still writes to it/,
      );
    } finally {
      await writer.remove({ force: true });
    }
    await putBack(context, spec, "quiet");
    assert.deepEqual(await dataDigest(context, spec), before);
  });

  it("leaves alone what the blueprint excludes, when it is taken and when it is put back", async () => {
    const [media] = spec.volumes;
    const volumes = media === undefined ? [] : [{ ...media, excludes: ["cache", "a/[t]emp *"] }];
    const excluding = { ...spec, volumes };
    await lab.script(
      "cd /data/media; mkdir -p cache 'a/[t]emp *' a/temp; for i in cache a/*; do touch \"$i/old\"; done",
    );
    const before = await dataDigest(context, excluding);
    await take("partly", excluding);
    await lab.script('cd /data/media; rm a/temp/old; for i in cache a/*; do touch "$i/new"; done');
    await putBack(context, excluding, "partly");
    assert.deepEqual(await dataDigest(context, excluding), before);
    const found = await lab.script("cd /data/media; find cache a -type f | sort; rm -r cache a");
    assert.deepEqual(found.split("\n"), [
      "a/[t]emp */new",
      "a/[t]emp */old",
      "a/temp/old",
      "cache/new",
      "cache/old",
    ]);
  });

  it("keeps the newest ones and those that are needed", async () => {
    const two = { ...spec, keep: 2 };
    for (const id of ["a", "b", "c", "d"]) await take(id);
    await removeOldRestorePoints(context, two, ["a"]);
    assert.deepEqual(
      (await listRestorePoints(context, spec)).map(({ id }) => id),
      ["a", "c", "d"],
    );
    assert.deepEqual(await lab.kept(), ["a", "c", "d"]);
  });

  it("refuses a name twice, and a name that would lead elsewhere", async () => {
    await take("once");
    assert.match(await refusal(take("once")), /cannot be taken: it exists already\.$/);
    for (const id of ["../once", "once.partial", "", "a b"]) {
      assert.match(await refusal(putBack(context, spec, id)), /is no name of a restore point/);
    }
    assert.match(await refusal(putBack(context, spec, "other")), /it does not exist\.$/);
    assert.deepEqual(await lab.kept(), ["once"]);
  });

  it("says that the database does not answer", async () => {
    const { database } = lab;
    const connection = { ...database.connection, port: 1 };
    const closed = { ...spec, database: { ...database, connection } };
    assert.match(
      await refusal(take("unreachable", closed)),
      /cannot be taken: the database copies at copies-database:1 does not answer\.$/,
    );
  });
}

/** The same with another volume in the place of one. */
function withVolume(spec: RestorePointSpec, replaced: string, name: string): RestorePointSpec {
  const other = (source: string) => (source === replaced ? name : source);
  const mounts = spec.tools.mounts.map((mount) => ({ ...mount, source: other(mount.source) }));
  return {
    ...spec,
    volume: { ...spec.volume, name: other(spec.volume.name) },
    tools: { ...spec.tools, mounts },
  };
}
