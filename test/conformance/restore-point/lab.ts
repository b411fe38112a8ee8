import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";

import Docker from "dockerode";

import type { StackConfig } from "../../../config/stack-config";
import { withVolume } from "../../../release/engine/archive";
import { runOneOff } from "../../../release/engine/one-off";
import type { RestorePointContext } from "../../../release/restore-point";
import type { ApplicationSpec, DatabaseSpec, DeploymentSpec } from "../../../spec/deployment";
import type { RestorableDatabase, RestorePointSpec } from "../../../spec/lifecycle";
import { deploymentForEngine, logs, run, Server, settled } from "../database/server";

export const docker = new Docker();
export const password = "applicationPassword0123:\\56789'abcdef";

/** An application with a running database server, its volumes, and what saves them. */
export class RestoreLab {
  readonly deployment: DeploymentSpec;
  readonly application: ApplicationSpec;
  readonly spec: RestorePointSpec;
  readonly database: RestorableDatabase;
  readonly context: RestorePointContext;
  readonly about = { image: "sha256:0123", version: "1.0.0" };
  private readonly server: Server;
  private readonly declared: DatabaseSpec;
  private readonly secretsVolume: string;
  private container: Docker.Container | undefined;

  constructor(config?: StackConfig) {
    this.deployment = deploymentForEngine(config);
    const [application] = this.deployment.applications;
    assert.ok(application);
    this.application = application;
    const spec = application.lifecycle.restorePoint;
    assert.ok(spec?.database && application.database);
    this.spec = spec;
    this.database = spec.database;
    this.declared = application.database;
    this.secretsVolume = application.files.volume;
    this.server = new Server(application, {
      "database-password": password,
      "database-superuser-password": "superuserPassword0123456789abcdef0",
    });
    const signal = new AbortController().signal;
    this.context = { docker, stack: "t", application: application.name, signal };
  }

  get media(): string {
    const media = this.spec.volumes.find(({ name }) => name === "media");
    assert.ok(media);
    return media.volume;
  }

  private get volumes(): readonly string[] {
    return this.spec.tools.mounts.map(({ source }) => source);
  }

  /** Ends all connections of the application, as the server's own user. */
  async endSessions(): Promise<void> {
    const { user } = this.database.connection;
    await this.ask(
      this.database.engine === "postgresql"
        ? `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '${user}'`
        : `KILL USER '${user}'`,
    );
  }

  /** Asks as the server's own user. */
  private ask(statement: string): Promise<string> {
    return this.database.engine === "postgresql"
      ? this.inside("psql", "-U", "postgres", "-P", "pager=off", "-qAtc", statement)
      : this.inside("mariadb", "-NBe", statement);
  }

  /** Keeps everybody away from the table "copy" until the answer is called, which ends all of the application's connections. */
  async holdTable(): Promise<() => Promise<void>> {
    const [lock, sleeping] =
      this.database.engine === "postgresql"
        ? [
            "BEGIN; LOCK TABLE copy; SELECT pg_sleep(600)",
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'",
          ]
        : [
            "LOCK TABLES copy WRITE; SELECT SLEEP(600)",
            "SELECT COUNT(*) FROM information_schema.processlist WHERE state = 'User sleep'",
          ];
    let ended: string | undefined;
    const locked = this.sql(lock).then(
      () => (ended = "by itself"),
      (error: unknown) => (ended = String(error)),
    );
    while ((await this.ask(sleeping)) === "0") {
      assert.equal(ended, undefined, "the lock ended before it was seen");
      await sleep(50);
    }
    return async () => {
      await this.endSessions();
      await locked;
    };
  }

  /** Waits until somebody waits for a table that is held. */
  async untilTableIsWanted(): Promise<void> {
    const waiting =
      this.database.engine === "postgresql"
        ? "SELECT count(*) FROM pg_locks WHERE NOT granted"
        : "SELECT COUNT(*) FROM information_schema.processlist WHERE state LIKE 'Waiting for table%'";
    while ((await this.ask(waiting)) === "0") await sleep(50);
  }

  async start(): Promise<void> {
    this.container = await this.server.start(this.declared.container, this.declared.files);
    assert.equal(await settled(this.container), "healthy", await logs(this.container));
    for (const name of this.volumes) await docker.createVolume({ Name: name });
    await withVolume(docker, this.secretsVolume, this.spec.tools.image, {}, (volume) =>
      volume.write([{ path: "database-password", content: password, mode: "0400" }], {
        uid: 1000,
        gid: 1000,
      }),
    );
  }

  /** Runs statements as the application, over the network. */
  async sql(statements: string): Promise<string> {
    const { user, name } = this.database.connection;
    return this.database.engine === "postgresql"
      ? this.inside(
          ...["env", `PGPASSWORD=${password}`, "psql", "-h", "127.0.0.1", "-U", user, "-d", name],
          ...["-P", "pager=off", "-XAtq", "-v", "ON_ERROR_STOP=1", "-c", statements],
        )
      : this.inside(
          ...[
            "env",
            `MYSQL_PWD=${password}`,
            "mariadb",
            "--skip-ssl",
            "--default-character-set=utf8mb4",
            "-h",
            "127.0.0.1",
          ],
          ...["-u", user, "-NBe", statements, name],
        );
  }

  /** The container in which the tools write, once it runs. */
  async tools(): Promise<Docker.Container> {
    const container = docker.getContainer(`${this.spec.volume.name}-tools`);
    for (;;) {
      const info = await container.inspect().catch(() => undefined);
      if (info?.State.Running) return container;
      await sleep(20);
    }
  }

  /** Runs a command in the server's container and answers with its output. */
  async inside(...command: string[]): Promise<string> {
    assert.ok(this.container);
    const { exitCode, output } = await run(this.container, ...command);
    assert.equal(exitCode, 0, output);
    return output.replaceAll("\r", "");
  }

  /** Runs a script in a container with all that the tools have. */
  async script(text: string, spec = this.spec): Promise<string> {
    const container = {
      ...spec.tools,
      entrypoint: ["/bin/bash", "-ec"],
      command: [text],
      capabilities: [...(spec.tools.capabilities ?? []), "DAC_READ_SEARCH", "SETFCAP", "MKNOD"],
    };
    const { exitCode, output, stdout } = await runOneOff(
      docker,
      `${spec.volume.name}-script`,
      container,
      { timeoutSeconds: 60, signal: this.context.signal },
    );
    assert.equal(exitCode, 0, output);
    return stdout;
  }

  /** Makes a volume of a size, for example "2m", and removes it. */
  async withSmallVolume(size: string, use: (name: string) => Promise<void>): Promise<void> {
    const name = `${this.spec.volume.name}-small`;
    await docker.createVolume({
      Name: name,
      DriverOpts: { type: "tmpfs", device: "tmpfs", o: `size=${size}` },
    });
    // Its content lives as long as a container has it.
    const holder = await docker.createContainer({
      Image: this.spec.tools.image,
      Entrypoint: ["sleep", "600"],
      HostConfig: { Init: true, Mounts: [{ Type: "volume", Source: name, Target: "/v" }] },
    });
    try {
      await holder.start();
      await use(name);
    } finally {
      await holder.remove({ force: true });
      await docker.getVolume(name).remove();
    }
  }

  /** Names in the folder of the restore points. */
  async kept(spec = this.spec): Promise<string[]> {
    const names = await this.script(`ls -A ${spec.folder}`, spec);
    return names === "" ? [] : names.split("\n");
  }

  async remove(): Promise<void> {
    const all = await docker.listContainers({
      all: true,
      filters: { volume: [this.spec.volume.name] },
    });
    for (const { Id } of all) await docker.getContainer(Id).remove({ force: true });
    await this.server.remove();
    for (const name of this.volumes) await docker.getVolume(name).remove();
  }
}

/** Awaits a failure and answers with its line and evidence. */
export async function refusal(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof Error, "it should have failed");
  return error.message;
}
