import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";

import { currentActor } from "../../../release/actor";
import { type CommandContext, readJournals } from "../../../release/commands/context";
import { entryAddress } from "../../../release/commands/enter";
import { findLock } from "../../../release/commands/lock-state";
import { showLogs } from "../../../release/commands/logs";
import { requestRollback, withdrawRollback } from "../../../release/commands/rollback/request";
import { collectStatus } from "../../../release/commands/status/collect";
import { unlock } from "../../../release/commands/unlock";
import { withVolume } from "../../../release/engine/archive";
import { unframe } from "../../../release/engine/logs";
import { takeLock } from "../../../release/lock";
import { findLocks } from "../../../release/preflight/locks";
import { renderUpstream, upstreamPath } from "../../../nginx";
import type { ApplicationSpec } from "../../../spec/deployment";
import { anne, entryOf, releaseOf } from "../../fixtures/journal";
import { docker, image } from "./lab";
import { declaredStack, endedActor, lockBy, removeStack, writeEntries } from "./operator-lab";

describe("the operator's commands", function () {
  this.timeout(60_000);
  let context: CommandContext;
  let application: ApplicationSpec;

  beforeEach(() => {
    context = declaredStack(`ops${randomBytes(3).toString("hex")}`);
    const [copies] = context.spec.applications;
    assert.ok(copies);
    application = copies;
  });

  afterEach(() => removeStack(context));

  const journal = async () => {
    const { copies } = await readJournals(context, ["copies"]);
    assert.ok(copies);
    return copies;
  };
  const volumes = async (): Promise<string[]> => {
    const { Volumes } = await docker.listVolumes();
    return Volumes.map(({ Name }) => Name).filter((name) => name.includes(context.spec.stack));
  };
  const lockScope = () => ({
    docker,
    stack: context.spec.stack,
    application: "copies",
    journalVolume: context.spec.journal.name,
    helperImage: image,
  });
  const nobody = { given: undefined, ask: undefined };

  it("find nothing of a stack that was never deployed, and leave nothing behind", async () => {
    assert.deepEqual(await journal(), { entries: [], unfinished: [], requests: [] });
    const { problems } = await collectStatus(context, context.spec.applications);
    assert.deepEqual(problems, [
      `the proxy does not run: make up STACK=${context.spec.stack}`,
      `copies was never released: make up STACK=${context.spec.stack}`,
    ]);
    assert.match((await entryAddress(context, application)).join(), /No maintenance of copies/);
    assert.deepEqual(await volumes(), []);
  });

  it("read the journal in its volume", async () => {
    const entries = [entryOf(2, "1", "2"), entryOf(1, undefined, "1")];
    await writeEntries(context, entries);
    assert.deepEqual(
      (await journal()).entries.map(({ id, to }) => [id, to.version]),
      [
        ["20260101T101500Z-0000", "1"],
        ["20260102T101500Z-0000", "2"],
      ],
    );
  });

  it("write a request for a rollback under the lock, and withdraw it", async () => {
    await writeEntries(context, [entryOf(1, undefined, "1"), entryOf(2, "1", "2")]);
    const plan = {
      from: releaseOf("2"),
      to: releaseOf("1"),
      method: "code" as const,
      takenBack: [],
      transaction: "20260102T101500Z-0000",
      migrations: [],
      restorePoint: undefined,
    };
    const request = await requestRollback(context, "copies", plan);
    assert.deepEqual((await journal()).requests, [request]);
    await withdrawRollback(context, "copies", request);
    assert.deepEqual((await journal()).requests, []);
    assert.equal(await findLock(context, "copies"), undefined);

    await lockBy(context, anne);
    await assert.rejects(
      requestRollback(context, "copies", plan),
      /A release of copies is under way/,
    );
    assert.deepEqual((await journal()).requests, []);
  });

  it("never take a lock from a living process, nor without confirmation", async () => {
    const said: string[] = [];
    const say = (line: string): void => void said.push(line);
    await unlock(context, "copies", nobody, say);
    assert.deepEqual(said, ["Nobody holds the lock of copies."]);

    const own = await lockBy(context, await currentActor());
    const typed = { given: "copies", ask: undefined };
    await assert.rejects(unlock(context, "copies", typed, say), /is at work on this machine/);
    await docker.getContainer(own).remove();

    await lockBy(context, anne);
    await assert.rejects(unlock(context, "copies", nobody, say), /set CONFIRM="copies" to go on/);
    const wrong = { given: undefined, ask: () => Promise.resolve("copy") };
    await assert.rejects(unlock(context, "copies", wrong, say), /Expected "copies", found "copy"/);
    assert.equal((await findLock(context, "copies"))?.state, "unknown");
    assert.ok(
      said.some((line) => line.includes("anne@server, process 4711, since 2026-01-01 10:00")),
    );
  });

  it("free a lock so that the next update settles what was left, and the next release cleans up", async () => {
    for (const actor of [anne, await endedActor()]) {
      const id = await lockBy(context, actor);
      await unlock(context, "copies", { given: "copies", ask: undefined }, () => undefined);
      assert.equal(await findLock(context, "copies"), undefined);
      const { held, left } = await findLocks(context);
      assert.deepEqual([held, left], [[], [{ application: "copies", id }]]);
      const lock = await takeLock(lockScope());
      await lock.release();
      await assert.rejects(docker.getContainer(id).inspect(), { statusCode: 404 });
    }
  });

  it("tell what a killed release left", async () => {
    await writeEntries(context, [entryOf(1, undefined, "1")]);
    await lockBy(context, await endedActor());
    const { problems, applications } = await collectStatus(context, context.spec.applications);
    assert.equal(applications[0]?.lock?.state, "ended");
    const up = `make up STACK=${context.spec.stack}`;
    assert.ok(problems.includes(`a release of copies was interrupted: ${up} settles it`));
    assert.ok(problems.includes(`copies web has 0 of 1 running: ${up}`), problems.join("\n"));
  });

  it("print the way past the maintenance page while there is one", async () => {
    const volume = context.spec.proxy.configurationVolume.name;
    await docker.createVolume({ Name: volume, Labels: { "palier.stack": context.spec.stack } });
    const site = context.spec.proxy.configuration.sites[0];
    assert.ok(site);
    const put = (content: string): Promise<void> =>
      withVolume(docker, volume, image, {}, (access) =>
        access.write([{ path: upstreamPath("copies"), content, mode: "0400" }], {
          uid: 101,
          gid: 101,
        }),
      );
    await put(
      renderUpstream(site, {
        state: "maintenance",
        aliases: { web: "copies-web" },
        bypassCookie: { name: "palier_release", value: "0123456789abcdef" },
        entry: { token: "a-token-of-a-release" },
        retryAfterSeconds: 60,
      }),
    );
    const [address] = await entryAddress(context, application);
    assert.equal(address, "https://copies.localhost:8443/.palier/enter/a-token-of-a-release");
    const { applications } = await collectStatus(context, context.spec.applications);
    assert.equal(applications[0]?.users, "maintenance");

    await put(renderUpstream(site, { state: "open", aliases: { web: "copies-web" } }));
    assert.match(
      (await entryAddress(context, application)).join(),
      /No maintenance of copies is on/,
    );
  });

  it("show what the containers in service wrote, in the order of time", async () => {
    const labels = {
      "palier.stack": context.spec.stack,
      "palier.application": "copies",
      "palier.process": "web",
    };
    const start = async (role: string, script: string, policy: "always" | "no"): Promise<void> => {
      const container = await docker.createContainer({
        name: `palier-${context.spec.stack}-${role}`,
        Image: image,
        Entrypoint: ["/bin/bash", "-c"],
        Cmd: [script],
        Labels: labels,
        HostConfig: { NetworkMode: "none", Init: true, RestartPolicy: { Name: policy } },
      });
      await container.start();
    };
    const counting = "while sleep 0.2; do date +%s%3N; done";
    await start("a", counting, "always");
    await start("b", counting, "always");
    await start("old", "echo retired; exec sleep 600", "no");
    const read = async (process: string | undefined, lines = 10): Promise<string[]> => {
      const shown: string[] = [];
      await showLogs(context, { application, process, lines, follow: false }, (line) => {
        shown.push(line.replace(`palier-${context.spec.stack}-`, ""));
      });
      return shown;
    };
    /** Lines of a container, as they are shown, with the engine's time of each. */
    const stamped = async (role: string): Promise<[string, string][]> => {
      const container = docker.getContainer(`palier-${context.spec.stack}-${role}`);
      const raw = await container.logs({ stdout: true, timestamps: true, follow: false });
      return unframe(raw)
        .trimEnd()
        .split("\n")
        .map((line) => line.split(" "))
        .map(([at = "", text = ""]) => [`${role} | ${text}`, at]);
    };
    const isBoth = (lines: readonly string[]): boolean =>
      ["a", "b"].every((name) => lines.filter((line) => line.startsWith(name)).length >= 5);
    let shown = await read("web");
    while (!isBoth(shown)) shown = await read("web");
    const stamps = new Map([...(await stamped("a")), ...(await stamped("b"))]);
    const times = shown.map((line) => stamps.get(line) ?? "no line of a or b");
    assert.deepEqual(times, [...times].sort(), shown.join("\n"));
    assert.notDeepEqual(shown, [...shown].sort());
    assert.equal((await read(undefined, 1)).length, 2);
    await assert.rejects(read("wbe"), /no process "wbe"; known are: web, .*proxy, database, cache/);
    await assert.rejects(read("worker"), /No container of worker is in service/);
    await assert.rejects(read("database"), /The container of database is not on the engine/);
  });
});
