import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { drillApplication } from "../../../release/commands/drill";
import { readDrills } from "../../../release/commands/context";
import { type DrillStage, DrillRefused, GaveWay } from "../../../release/restore-drill";
import { lockName } from "../../../release/lock";
import { lockLabels } from "../../../release/lock/labels";
import { dataDigest } from "../../../release/restore-point";
import { anne, entryOf } from "../../fixtures/journal";
import { writeEntries } from "../release/operator-lab";
import { makeFiles } from "../restore-point/files";
import { docker, refusal } from "../restore-point/lab";
import type { DrillLab } from "./lab";

/** What differs between the engines. */
export interface Engine {
  /** Statements of the application. */
  readonly rows: string;
  /** Changes one row of "school" without another number of rows; for `superuser`. */
  readonly change: string;
  /** Command of the server's own user inside of its container, without the statement. */
  readonly superuser: readonly string[];
  /** File with rows, in the folder of a restore point. */
  readonly dump: string;
  /** Tables that are counted as changing when users write to one. */
  readonly changing: number;
  /** Counts the sessions of the tools. */
  readonly sessions: string;
}

const root = join(__dirname, "..", "..", "..");

/** What holds for every engine. */
export function drillTests(lab: DrillLab, engine: Engine): void {
  const { context, spec } = lab;
  const at =
    (wanted: DrillStage, act: () => Promise<unknown>) =>
    async (stage: DrillStage): Promise<void> => {
      if (stage === wanted) await act();
    };

  before(async () => {
    await lab.start();
    await lab.sql(engine.rows);
    await lab.script(makeFiles);
  });
  after(() => lab.remove());
  afterEach(async () => {
    assert.deepEqual(await lab.left(), []);
  });

  it("restores what runs, with what it holds, and neither touches nor stops it", async () => {
    const [before, data] = [await lab.running(), await dataDigest(context, spec)];
    const result = await lab.drill();
    assert.equal(result.failure, undefined);
    const covered = result.comparison?.covered;
    assert.ok(covered);
    const rows = data.tables.reduce((sum, table) => sum + table.rows, 0);
    assert.deepEqual(
      [covered.tables, covered.changingTables, covered.rows, covered.files],
      [data.tables.length, 0, rows, data.volumes[0]?.files],
    );
    assert.ok(Number(result.summary?.bytes) > 0 && Number(result.restoreMilliseconds) > 0);
    assert.deepEqual(await lab.running(), before);
    assert.deepEqual(await dataDigest(context, spec), data);
    assert.deepEqual(await lab.kept(), [], "the application's own restore points are left alone");
  });

  it("finds nothing wrong while users write, who are answered all the time", async () => {
    let [over, answers] = [false, 0];
    const write = async (): Promise<void> => {
      for (; !over; answers++) {
        await lab.sql("INSERT INTO nothing VALUES (1)");
        await sleep(20);
      }
    };
    const writing = write();
    const result = await lab.drill();
    over = true;
    await writing;
    assert.equal(result.failure, undefined);
    assert.equal(result.comparison?.covered.changingTables, engine.changing);
    assert.ok(answers > 10, String(answers));
    await lab.sql("DELETE FROM nothing");
  });

  it("restores into the image that runs, shut in, with limits and passwords of its own", async () => {
    const seen: string[] = [];
    let password = "";
    await lab.drill({
      onStage: at("comparing", async () => {
        const server = docker.getContainer(`${lab.base}-database`);
        const live = await docker.getContainer(lab.database.container).inspect();
        const info = await server.inspect();
        password = await lab.insideOf(server, "cat", "/run/secrets/database-password");
        seen.push(JSON.stringify([info, await server.top()]));
        const network = await docker.getNetwork(`${lab.base}-network`).inspect();
        assert.deepEqual(Object.keys(info.NetworkSettings.Networks), [`${lab.base}-network`]);
        assert.equal((network as { readonly Internal: boolean }).Internal, true);
        assert.equal(info.Image, live.Image);
        assert.ok((info.HostConfig.Memory ?? 0) > 0 && (info.HostConfig.NanoCpus ?? 0) > 0);
        assert.equal(info.Config.Labels["palier.component"], "restore-drill");
        const volumes = live.Mounts.map(({ Name }) => Name);
        assert.ok(!info.Mounts.some(({ Name }) => volumes.includes(Name)));
      }),
    });
    assert.equal(seen.length, 1);
    assert.ok(password.length > 30);
    assert.ok(!seen.join("").includes(password));
  });

  it("finds a dump that was damaged", async () => {
    const damage = `set -- /v/drill/${engine.dump}
      at=$(($(stat -c %s "$1") / 2)); byte=$(od -An -tu1 -j$at -N1 "$1")
      printf "\\\\x$(printf %02x $((byte ^ 1)))" | dd of="$1" bs=1 seek=$at conv=notrunc status=none`;
    const result = await lab.drill({
      onStage: at("restoring", () => lab.inVolume(`${lab.base}-points`, damage)),
    });
    assert.match(String(result.failure), /cannot be put back: its file database\/\S+ was changed/);
    assert.ok(result.summary && result.comparison === undefined);
  });

  it("finds a row that differs, and a file", async () => {
    const differ = async (): Promise<void> => {
      const server = docker.getContainer(`${lab.base}-database`);
      await lab.insideOf(server, ...engine.superuser, engine.change);
      const change =
        "touch -r scan* /tmp/t; printf 'FIRST COPY' >scan*1.pdf; touch -r /tmp/t scan*1.pdf";
      await lab.inVolume(`${lab.base}-data-media`, change);
    };
    const result = await lab.drill({ onStage: at("comparing", differ) });
    assert.match(
      String(result.failure),
      /What was restored of copies is not what was saved: table \S*school has other content; files of media have other content/,
    );
    assert.equal(result.comparison?.differences.length, 2);
  });

  it("removes what a killed drill left, and nothing else", async () => {
    const others = [
      `${lab.base}-data-other`,
      `${lab.project}-${lab.stack}-other-restore-drill-points`,
    ];
    const labels = {
      "palier.project": lab.project,
      "palier.stack": lab.stack,
      "palier.application": "other",
    };
    await docker.createVolume({ Name: others[0] ?? "" });
    await docker.createVolume({ Name: others[1] ?? "", Labels: labels });
    try {
      await killDrill(lab, async () => {
        const server = docker.getContainer(`${lab.base}-database`);
        while (!(await server.inspect().catch(() => undefined))?.State.Running) await sleep(50);
      });
      const left = await lab.left();
      assert.ok(left.includes(`${lab.base}-database`) && left.includes(`${lab.base}-points`));
      assert.equal((await lab.drill()).failure, undefined);
      for (const name of others) await docker.getVolume(name).inspect();
    } finally {
      for (const name of others) await docker.getVolume(name).remove();
    }
  });

  it("makes nothing when there is no room", async () => {
    const since = Math.floor(Date.now() / 1000);
    await lab.script(
      "truncate -s 200T /data/media/huge 2>/dev/null || truncate -s 15T /data/media/huge",
    );
    try {
      const reason = await refusal(lab.drill());
      assert.match(
        reason,
        /no room for a restore drill of copies: \d+ MiB are needed, \d+ MiB are free/,
      );
    } finally {
      await lab.script("rm /data/media/huge");
    }
    const events = await docker.getEvents({
      since,
      until: Math.ceil(Date.now() / 1000),
      filters: { type: ["volume", "network"], event: ["create"] },
    });
    const made: string[] = [];
    for await (const chunk of events) made.push(String(chunk));
    assert.ok(!made.join("").includes(lab.base));
  });

  it("refuses beside a release, and beside another drill, naming who it is", async () => {
    const release = await lockedBy(lab);
    try {
      const error = await lab.drill().catch((reason: unknown) => reason);
      assert.ok(error instanceof DrillRefused);
      assert.match(error.message, /release of copies is under way .*anne@server, process 4711/);
    } finally {
      await release.remove();
    }
    const refused: string[] = [];
    await lab.drill({
      onStage: at("restoring", async () => {
        refused.push(await refusal(lab.drill()));
      }),
    });
    assert.match(
      refused.join(),
      /^A restore drill of copies is under way \(.*, process \d+, since /,
    );
  });

  it("gives way to a release that begins while the data is read", async () => {
    let letGo = (): Promise<void> => Promise.resolve();
    const drill = lab
      .drill({
        onStage: at("taking", async () => {
          letGo = await lab.holdTable();
        }),
      })
      .catch((reason: unknown) => reason);
    const ended = drill.then(() => assert.fail("the drill ended by itself"));
    const tools = docker.getContainer(`${lab.base}-points-tools`);
    const taking = async (): Promise<void> => {
      while (!(await tools.inspect().catch(() => undefined))?.State.Running) await sleep(20);
    };
    await Promise.race([taking(), ended]);
    ended.catch(() => undefined);
    const release = await lockedBy(lab);
    try {
      const error = await drill;
      assert.ok(error instanceof GaveWay, String(error));
      assert.match(error.message, /anne@server, process 4711.* gave way: run it again/);
    } finally {
      await Promise.all([letGo(), release.remove()]);
    }
    while ((await lab.inside(...engine.superuser, engine.sessions)) !== "0") await sleep(200);
  });

  it("lets a release begin that comes later", async () => {
    const made: { remove: () => Promise<unknown> }[] = [];
    const result = await lab.drill({
      onStage: at("restoring", async () => {
        made.push(await lockedBy(lab));
        await lab.sql("ALTER TABLE school ADD COLUMN later int");
      }),
    });
    await Promise.all(made.map((lock) => lock.remove()));
    assert.deepEqual([made.length, result.failure], [1, undefined]);
    await lab.sql("ALTER TABLE school DROP COLUMN later");
  });

  it("ends when it is interrupted, in each of its stages, and leaves nothing", async () => {
    for (const stage of ["taking", "restoring", "comparing"] as const) {
      const interruption = new AbortController();
      const onStage = at(stage, () => {
        setTimeout(() => {
          interruption.abort(new Error("interrupted"));
        }, 400);
        return Promise.resolve();
      });
      assert.match(await refusal(lab.drill({ onStage }, interruption.signal)), /^interrupted$/);
      assert.deepEqual(await lab.left(), [], stage);
    }
  });

  it("notes in the journal what it found, good and bad", async () => {
    const operator = { docker, spec: { ...lab.deployment, stack: lab.stack } };
    const wish = { signal: context.signal, onStage: () => undefined };
    assert.match(
      await refusal(drillApplication(operator, lab.application, wish)),
      /^copies was never released, so there is nothing to drill: make up STACK=palier-test-/,
    );
    await writeEntries(operator, [entryOf(1, undefined, "1.0.0", { application: "copies" })]);
    try {
      const good = await drillApplication(operator, lab.application, wish);
      assert.deepEqual([good?.drill.outcome, good?.drill.version], ["ok", "1.0.0"]);
      const onStage = at("restoring", () =>
        lab.inVolume(`${lab.base}-points`, "rm /v/drill/volumes/media.tar"),
      );
      const bad = await drillApplication(operator, lab.application, { ...wish, onStage });
      assert.match(
        bad?.drill.reason ?? "",
        /its file volumes\/media\.tar was changed, damaged or lost/,
      );
      assert.deepEqual(await readDrills(operator, "copies"), [good?.drill, bad?.drill]);
    } finally {
      await docker.getVolume(lab.deployment.journal.name).remove();
    }
  });
}

/** The lock of a release of somebody on another machine. */
async function lockedBy({
  application,
  stack,
}: DrillLab): Promise<{ remove: () => Promise<unknown> }> {
  const { name } = application;
  return docker.createContainer({
    name: lockName(stack, name),
    Image: application.lifecycle.restorePoint?.tools.image ?? "",
    Entrypoint: ["/never-started"],
    Labels: lockLabels(stack, name, { actor: anne, since: "2026-01-01T10:00:00.000Z" }),
  });
}

/** Kills a drill while it restores. */
async function killDrill(lab: DrillLab, until: () => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "palier-drill-"));
  try {
    const file = join(folder, "input.json");
    const subject = await lab.subject();
    writeFileSync(file, JSON.stringify({ stack: lab.stack, project: lab.project, subject }));
    const child = spawn(
      process.execPath,
      ["--require", join(root, "register.cjs"), join(__dirname, "killed.ts"), file],
      { cwd: root, stdio: ["ignore", "ignore", "inherit"] },
    );
    const exit = once(child, "exit");
    await Promise.race([until(), exit.then(() => assert.fail("the drill ended by itself"))]);
    child.kill("SIGKILL");
    await exit;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
