import { randomBytes } from "node:crypto";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { databases, type Engine } from "./databases";
import { attempt, docker, eventually, requireImages, type Outcome } from "./engine";

const BASE = "palier/python:3.11";
const REDIS = "palier/redis:7";

/** How one container of the application differs from the others. */
export interface Variation {
  readonly environment?: Readonly<Record<string, string>>;
  readonly options?: readonly string[];
  readonly version?: string;
}

/** The application with a real database and Redis, under names of its own; `close` removes all. */
export class Site {
  readonly prefix = `palier-exd-${randomBytes(4).toString("hex")}`;
  readonly host = "copies.test";
  readonly secrets = {
    key: randomBytes(40).toString("hex"),
    database: `d/${randomBytes(12).toString("hex")}@:`,
    redis: `r/${randomBytes(12).toString("hex")}@:`,
    admin: `a-${randomBytes(12).toString("hex")}`,
  };
  readonly #folder = mkdtempSync(join(tmpdir(), "palier-exd-"));
  readonly #containers: string[] = [];

  constructor(readonly engine: Engine = "postgresql") {}

  /** The full name of a container, volume or network. */
  name(part: string): string {
    return `${this.prefix}-${part}`;
  }

  /** The image of a version. */
  image(version = "1.0.0"): string {
    return `${this.prefix}:${version}`;
  }

  /** Builds the image and starts database and cache. */
  async open(): Promise<void> {
    await requireImages([BASE, databases[this.engine].image, REDIS]);
    this.#writeSecrets();
    for (const version of ["1.0.0", "2.0.0"]) await this.#build(version);
    await docker("network", "create", this.prefix);
    for (const volume of ["media", "static"]) await docker("volume", "create", this.name(volume));
    const secrets = ["--volume", `${this.#folder}/secrets:/run/secrets:ro`];
    const { image, environment, initialSql } = databases[this.engine];
    const variables = environment.flatMap((variable) => ["--env", variable]);
    writeFileSync(join(this.#folder, "init.sql"), initialSql, { mode: 0o644 });
    const init = `${this.#folder}/init.sql:/docker-entrypoint-initdb.d/init.sql:ro`;
    await this.#start("db", [...secrets, ...variables, "--volume", init, image]);
    const configuration = ["--volume", `${this.#folder}/redis.conf:/etc/redis.conf:ro`];
    await this.#start("redis", [...configuration, REDIS, "redis-server", "/etc/redis.conf"]);
    await this.databaseReady();
  }

  /** Waits until the database takes connections over the network. */
  databaseReady(): Promise<true> {
    const { probe } = databases[this.engine];
    return eventually(
      this.engine,
      async () => (await attempt("exec", this.name("db"), ...probe)).status === 0,
    );
  }

  /** Runs a command of the application to its end. */
  job(command: readonly string[], variation: Variation = {}): Promise<Outcome> {
    return attempt(
      "run",
      "--rm",
      "--network",
      this.prefix,
      ...this.#application(variation),
      ...command,
    );
  }

  /** Starts a process of the application under a name. */
  async run(part: string, command: readonly string[], variation: Variation = {}): Promise<string> {
    await this.#start(part, [...this.#application(variation), ...command]);
    return this.name(part);
  }

  /** Starts a web process and returns the port on which this machine reaches it. */
  async web(part: string, variation: Variation = {}): Promise<number> {
    const options = ["--publish", "127.0.0.1::8000", ...(variation.options ?? [])];
    const command = ["gunicorn", "-c", "/app/gunicorn.conf.py", "core.wsgi:application"];
    const name = await this.run(part, command, { ...variation, options });
    await this.healthy(part, "web");
    return Number((await docker("port", name, "8000/tcp")).split(":").at(-1));
  }

  /** Waits until the health command of a process succeeds in its container. */
  async healthy(part: string, process: "web" | "worker" | "beat"): Promise<void> {
    const probe = ["exec", this.name(part), "python3", "/app/healthcheck.py", process];
    await eventually(`health of ${part}`, async () => (await attempt(...probe)).status === 0);
  }

  /** Removes every container, volume, network and image of this site. */
  async close(): Promise<void> {
    await attempt("rm", "--force", "--volumes", ...this.#containers);
    await attempt("volume", "rm", this.name("media"), this.name("static"));
    await attempt("network", "rm", this.prefix);
    await attempt("image", "rm", this.image("1.0.0"), this.image("2.0.0"));
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #build(version: string): Promise<void> {
    const source = resolve(__dirname, "../../../../examples/django");
    const argument = ["--build-arg", `APP_VERSION=${version}`, "--build-arg", `BASE=${BASE}`];
    await docker("build", "--quiet", ...argument, "--tag", this.image(version), source);
  }

  async #start(part: string, rest: readonly string[]): Promise<void> {
    this.#containers.push(this.name(part));
    const network = ["--network", this.prefix, "--network-alias", part];
    await docker("run", "--detach", "--name", this.name(part), ...network, ...rest);
  }

  #application({ environment = {}, options = [], version }: Variation): string[] {
    const variables = { ...this.#environment(), ...environment };
    return [
      ...["--read-only", "--tmpfs", "/tmp:size=32m", "--cap-drop", "ALL"],
      ...["--security-opt", "no-new-privileges", "--memory", "512m"],
      ...["--volume", `${this.#folder}/secrets:/run/secrets:ro`],
      ...["--volume", `${this.name("media")}:/app/media`],
      ...["--volume", `${this.name("static")}:/app/static`],
      ...Object.entries(variables).flatMap(([name, value]) => ["--env", `${name}=${value}`]),
      ...options,
      this.image(version),
    ];
  }

  #environment(): Record<string, string> {
    return {
      DJANGO_ENV: "production",
      ALLOWED_HOSTS: this.host,
      CSRF_TRUSTED_ORIGINS: `https://${this.host}`,
      SECRET_KEY_FILE: "/run/secrets/key",
      DB_ENGINE: this.engine,
      DB_HOST: "db",
      DB_NAME: "app",
      DB_USER: "app",
      DB_PASSWORD_FILE: "/run/secrets/database",
      REDIS_HOST: "redis",
      REDIS_PASSWORD_FILE: "/run/secrets/redis",
      STATIC_ROOT: "/app/static",
      DJANGO_SUPERUSER_USERNAME: "directrice",
      DJANGO_SUPERUSER_PASSWORD_FILE: "/run/secrets/admin",
      BEAT_INTERVAL_SECONDS: "2",
      REQUEUE_AFTER_SECONDS: "5",
      GRADING_SECONDS: "1",
      WEB_CONCURRENCY: "1",
    };
  }

  #writeSecrets(): void {
    const folder = join(this.#folder, "secrets");
    mkdirSync(folder);
    chmodSync(this.#folder, 0o755);
    for (const [name, value] of Object.entries(this.secrets))
      writeFileSync(join(folder, name), value, { mode: 0o644 });
    const configuration = `protected-mode no\nrequirepass ${this.secrets.redis}\n`;
    writeFileSync(join(this.#folder, "redis.conf"), configuration, { mode: 0o644 });
  }
}
