import assert from "node:assert/strict";

import type { Container } from "dockerode";

import { logs, resolveForEngine, run, Server, settled } from "./server";

const password = "applicationPassword0123456789abcdef";
const superuserPassword = "superuserPassword0123456789abcdef0";

describe("a declared PostgreSQL server on the real engine", function () {
  this.timeout(120_000);
  const application = resolveForEngine();
  const database = application.database;
  assert.ok(database);
  const { container: spec, connection, files } = database;
  const server = new Server(application, {
    "database-password": password,
    "database-superuser-password": superuserPassword,
  });
  let container: Container;

  before(async () => {
    container = await server.start(spec, files);
    assert.equal(await settled(container), "healthy", await logs(container));
  });
  after(() => server.remove());

  /** One value, asked for by the superuser over the socket. */
  async function ask(sql: string): Promise<string> {
    const answer = await run(container, "psql", "-U", "postgres", "-P", "pager=off", "-XAtc", sql);
    assert.equal(answer.exitCode, 0, answer.output);
    return answer.output;
  }

  async function connect(user: string, secret: string, sql = "SELECT current_user") {
    const { host, port, name } = connection;
    return server.client(
      spec.image,
      [
        "psql",
        "-h",
        host,
        "-p",
        String(port),
        "-U",
        user,
        "-d",
        name,
        "-P",
        "pager=off",
        "-XAtc",
        sql,
      ],
      [`PGPASSWORD=${secret}`, "PGCONNECT_TIMEOUT=5"],
    );
  }

  it("lets the application in with its password, as soon as it is healthy", async () => {
    const { exitCode, output } = await connect(connection.user, password);
    assert.deepEqual([exitCode, output.trim()], [0, connection.user]);
  });

  it("turns away a wrong password and, from the network, the superuser with the right one", async () => {
    const wrong = await connect(connection.user, "wrong");
    assert.match(wrong.output, /password authentication failed/);
    const superuser = await connect("postgres", superuserPassword);
    assert.match(superuser.output, /pg_hba.conf rejects/);
    assert.notEqual(wrong.exitCode * superuser.exitCode, 0);
  });

  it("gives the application a role without special rights, which owns its database", async () => {
    const rights =
      "rolsuper, rolcreatedb, rolcreaterole, rolreplication, rolbypassrls, rolcanlogin";
    const role = await ask(`SELECT ${rights} FROM pg_roles WHERE rolname = '${connection.user}'`);
    assert.equal(role, "f|f|f|f|f|t");
    const owner = "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname =";
    assert.equal(await ask(`${owner} '${connection.name}'`), connection.user);
    const stored = await ask(
      `SELECT left(rolpassword, 14) FROM pg_authid WHERE rolname = '${connection.user}'`,
    );
    assert.equal(stored, "SCRAM-SHA-256$");
  });

  it("keeps the application out of the other databases", async () => {
    const allowed = await ask(
      `SELECT datname FROM pg_database WHERE has_database_privilege('${connection.user}', datname, 'CONNECT')`,
    );
    assert.deepEqual(allowed.split(/\s+/).sort(), [connection.name, "template0"]);
  });

  it("checks its pages and has taken every setting of the declared files", async () => {
    assert.equal(await ask("SHOW data_checksums"), "on");
    assert.equal(await ask("SHOW config_file"), "/etc/palier/database/postgresql.conf");
    assert.equal(await ask("SELECT count(*) FROM pg_file_settings WHERE error IS NOT NULL"), "0");
    assert.equal(await ask("SELECT count(*) FROM pg_hba_file_rules WHERE error IS NOT NULL"), "0");
    assert.equal(
      await ask("SELECT count(*) FROM pg_hba_file_rules WHERE auth_method = 'trust'"),
      "0",
    );
    assert.equal(await ask("SHOW shared_buffers"), `${spec.limits.memory / 4}MB`);
    assert.equal(await ask("SHOW wal_level"), "replica");
    assert.equal(
      await ask("SELECT datcollate FROM pg_database WHERE datname = 'template1'"),
      "C.UTF-8",
    );
  });

  it("bounds what the application's statements may wait for and how long they run", async () => {
    const { output } = await connect(
      connection.user,
      password,
      "SELECT current_setting('lock_timeout'), current_setting('statement_timeout'), current_setting('idle_in_transaction_session_timeout')",
    );
    assert.equal(output.trim(), "10s|5min|5min");
  });

  it("has the declared room for the shared memory of parallel queries", async () => {
    const { output } = await run(container, "df", "-m", "--output=size", "/dev/shm");
    assert.match(output, new RegExp(`\\b${spec.limits.memory / 4}$`));
  });

  it("shows no password in its log, its declaration or its process list", async () => {
    const seen = [
      await logs(container),
      JSON.stringify(await container.inspect()),
      JSON.stringify(await container.top()),
    ].join("\n");
    assert.match(seen, /PALIER_DATABASE_PASSWORD_FILE/);
    assert.equal(seen.includes(password), false);
    assert.equal(seen.includes(superuserPassword), false);
  });

  it("keeps its data over a restart, and stops in time to write them out", async () => {
    const written = await connect(
      connection.user,
      password,
      "CREATE TABLE kept AS SELECT 42 AS answer",
    );
    assert.equal(written.exitCode, 0, written.output);
    await container.restart();
    assert.equal(await settled(container), "healthy");
    const read = await connect(connection.user, password, "SELECT answer FROM kept");
    assert.equal(read.output.trim(), "42");
    assert.match(await logs(container), /database system is shut down/);
  });
});

describe("a PostgreSQL server whose password file is empty", function () {
  this.timeout(120_000);
  const application = resolveForEngine();
  const database = application.database;
  assert.ok(database);
  const server = new Server(application, { "database-superuser-password": superuserPassword });
  after(() => server.remove());

  it("does not come up, and says which file is at fault", async () => {
    const container = await server.start(database.container, database.files);
    assert.equal(await settled(container), "exited");
    assert.match(
      await logs(container),
      /PALIER_DATABASE_PASSWORD_FILE cannot be read or holds less/,
    );
  });
});
