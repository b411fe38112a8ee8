import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";

import Dockerode from "dockerode";

import { loadImageLock } from "../../../config/load-images";
import type { StackConfig } from "../../../config/stack-config";
import type { ApplicationContext } from "../../../release/context";
import { applyMigrations, askPlan, revertMigrations } from "../../../release/migrations";
import type { ApplicationSpec, DeploymentSpec, TaskSpec } from "../../../spec/deployment";
import type { MigrationsSpec } from "../../../spec/lifecycle";
import type { MigrationPlan } from "../../../spec/migrations";
import { deriveImage, removeImages } from "../../support/derived-image";
import { deploymentForEngine, logs, run, Server, settled } from "../database/server";

const base = "palier/example-django:1.0.0";
const docker = new Dockerode();

/** How the administrator says something, by engine. */
const administrators = {
  postgresql: (sql: string) => [
    "psql",
    "-U",
    "postgres",
    "-d",
    "copies",
    "-P",
    "pager=off",
    "-XAtc",
    sql,
  ],
  mariadb: (sql: string) => [
    "sh",
    "-c",
    'MYSQL_PWD=$(cat /run/secrets/database-superuser-password) exec mariadb --user=root -NBe "$0" copies',
    sql,
  ],
  mysql: () => [],
} as const;

/** The example application's migrations on a real database server of its own; `close` removes all. */
export class MigrationLab {
  readonly name = `palier-mig-${randomBytes(4).toString("hex")}`;
  readonly context: ApplicationContext;
  readonly spec: DeploymentSpec;
  readonly migrations: MigrationsSpec;
  readonly #application: ApplicationSpec;
  readonly #secrets: Readonly<Record<string, string>>;
  readonly #server: Server;
  readonly #images: string[] = [];
  #database: Dockerode.Container | undefined;

  constructor(config?: StackConfig) {
    this.spec = deploymentForEngine(config);
    const [application] = this.spec.applications;
    assert.ok(application);
    this.#application = application;
    const { migrations } = this.#application.lifecycle;
    assert.ok(migrations);
    this.migrations = migrations;
    this.#secrets = Object.fromEntries(
      this.#application.secrets.map(({ name }) => [name, randomBytes(32).toString("hex")]),
    );
    this.#server = new Server(this.#application, this.#secrets);
    const signal = new AbortController().signal;
    this.context = { docker, stack: this.name, application: "copies", signal };
  }

  /** Starts the server and waits until it is healthy. */
  async open(): Promise<void> {
    const { database, files } = this.#application;
    assert.ok(database);
    assert.ok(loadImageLock(".")[base], "run make images");
    this.#database = await this.#server.start(database.container, [...database.files, files]);
    assert.equal(await settled(this.#database), "healthy", await logs(this.#database));
  }

  async close(): Promise<void> {
    await this.#server.remove();
    for (const { name } of this.#application.volumes) {
      await docker
        .getVolume(name)
        .remove()
        .catch(() => undefined);
    }
    await removeImages(docker, this.#images);
  }

  /** Runs statements as the administrator and answers with what they print. */
  async sql(...statements: string[]): Promise<string> {
    const { database } = this.#application;
    assert.ok(this.#database && database);
    let output = "";
    for (const sql of statements) {
      const answer = await run(this.#database, ...administrators[database.engine](sql));
      assert.equal(answer.exitCode, 0, answer.output);
      ({ output } = answer);
    }
    return output;
  }

  /** Empties the database. */
  async reset(): Promise<void> {
    const { database } = this.#application;
    if (database?.engine === "postgresql") {
      const owner = database.connection.user;
      await this.sql("DROP SCHEMA public CASCADE", `CREATE SCHEMA public AUTHORIZATION ${owner}`);
    } else await this.sql("DROP DATABASE copies; CREATE DATABASE copies");
  }

  /** Builds an image with one more migration, and answers with its ID. */
  async image(migrations: Readonly<Record<string, string>>): Promise<string> {
    const tag = `${this.name}:${this.#images.length + 1}`;
    this.#images.push(tag);
    const files: Record<string, string> = {};
    for (const [name, text] of Object.entries(migrations)) {
      files[`/app/exams/migrations/${name}.py`] = text;
    }
    return deriveImage(docker, tag, base, files);
  }

  /** Says something as the application and stays in the middle of it until the answer is called. */
  async hold(sql: string): Promise<() => Promise<void>> {
    const { database } = this.#application;
    assert.ok(this.#database && database);
    const { connection, engine } = database;
    const password = this.#secrets[connection.passwordSecret] ?? "";
    const client =
      engine === "postgresql"
        ? ["psql", "-h", "127.0.0.1", "-U", connection.user, "-d", connection.name, "-Xc"]
        : ["mariadb", "-h", "127.0.0.1", "-u", connection.user, connection.name, "-e"];
    const exec = await this.#database.exec({
      Cmd: [...client, sql],
      Env: [`PGPASSWORD=${password}`, `MYSQL_PWD=${password}`],
    });
    await exec.start({ Detach: true });
    const [list, end] =
      engine === "postgresql"
        ? [
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'",
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'PgSleep'",
          ]
        : [
            "SELECT count(*) FROM information_schema.processlist WHERE state = 'User sleep'",
            `KILL USER '${connection.user}'`,
          ];
    while ((await this.sql(list)) !== "1") await sleep(100);
    return async () => {
      await this.sql(end);
    };
  }

  /** The application as a stack declares it that names another image. */
  declared(image: string): ApplicationSpec {
    const application = this.#application;
    const migrations = { ...this.migrations, plan: this.task("plan", image) };
    return {
      ...application,
      release: { ...application.release, image },
      lifecycle: { ...application.lifecycle, migrations },
    };
  }

  plan(image?: string): Promise<MigrationPlan> {
    return askPlan(this.context, this.task("plan", image));
  }

  apply(image?: string, limits: Readonly<Record<string, string>> = {}): Promise<void> {
    return applyMigrations(this.context, this.task("apply", image, limits));
  }

  revert(ids: readonly string[], image?: string): Promise<void> {
    return revertMigrations(this.context, this.task("revert", image), ids);
  }

  /** The declared task with another image and other values of its variables. */
  task(
    name: "plan" | "apply" | "revert",
    image = this.#application.release.image,
    variables: Readonly<Record<string, string>> = {},
  ): TaskSpec {
    const task = this.migrations[name];
    const kept = task.container.environment.filter(
      (entry) => !Object.hasOwn(variables, entry.split("=", 1)[0] ?? ""),
    );
    const changed = Object.entries(variables).map(([key, value]) => `${key}=${value}`);
    return { ...task, container: { ...task.container, image, environment: [...kept, ...changed] } };
  }
}

/** Text of a migration of the example with the given operations; `previous` is the one before it. */
export function migration(previous: string, operations: string, options = ""): string {
  return [
    "from django.db import migrations, models",
    options,
    "class Migration(migrations.Migration):",
    `    dependencies = [("exams", "${previous}")]`,
    `    operations = [${operations}]`,
    "",
  ].join("\n");
}
