import assert from "node:assert/strict";

import type { Container } from "dockerode";

import { mariadbMemory } from "../../../config/resolve/engines/mariadb/memory";
import { onMariadb } from "../../fixtures/mariadb";
import { logs, resolveForEngine, run, Server, settled } from "./server";

const password = "applicationPassword0123456789abcdef";
const superuserPassword = "superuserPassword0123456789abcdef0";

describe("a declared MariaDB server on the real engine", function () {
  this.timeout(120_000);
  const application = resolveForEngine(onMariadb);
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

  /** Rows, asked for by the server's own user over the socket. */
  async function ask(sql: string): Promise<string> {
    const answer = await run(container, "mariadb", "-NBe", sql, connection.name);
    assert.equal(answer.exitCode, 0, answer.output);
    return answer.output.replaceAll("\r", "");
  }

  async function setting(name: string): Promise<string> {
    return ask(`SELECT @@GLOBAL.${name}`);
  }

  async function connect(user: string, secret: string, sql = "SELECT user()") {
    const { host, port, name } = connection;
    const to = ["-h", host, "-P", String(port), "-u", user, "--connect-timeout=5"];
    const command = ["mariadb", "--skip-ssl", ...to, "-NBe", sql, name];
    return server.client(spec.image, command, [`MYSQL_PWD=${secret}`]);
  }

  async function execute(sql: string): Promise<string> {
    const { exitCode, output } = await connect(connection.user, password, sql);
    assert.equal(exitCode, 0, output);
    return output.trim().replaceAll("\r", "");
  }

  it("lets the application in with its password, as soon as it is healthy", async () => {
    assert.match(await execute("SELECT user()"), new RegExp(`^${connection.user}@\\d`));
  });

  it("turns away a wrong password and, from the network, every account of the server itself", async () => {
    for (const [user, secret] of [
      [connection.user, "wrong"],
      ["root", superuserPassword],
      ["mysql", superuserPassword],
      ["mysql", ""],
      ["healthcheck", ""],
    ] as const) {
      const { exitCode, output } = await connect(user, secret);
      assert.notEqual(exitCode, 0, user);
      assert.match(output, /Access denied for user|not allowed to connect/);
    }
  });

  it("lets root in over the socket with its password, and not without", async () => {
    const root = "mariadb --user=root -NBe 'SELECT current_user()'";
    assert.match((await run(container, "sh", "-c", root)).output, /Access denied/);
    const login = `MYSQL_PWD=$(cat /run/secrets/database-superuser-password) ${root}`;
    assert.equal((await run(container, "sh", "-c", login)).output, "root@localhost");
  });

  it("gives the application everything on its database, and nothing beside it", async () => {
    const grants = await ask(`SHOW GRANTS FOR '${connection.user}'@'%'`);
    const [usage = "", all = "", ...others] = grants.split("\n");
    assert.match(usage, /^GRANT USAGE ON \*\.\* TO/);
    assert.ok(!usage.includes("GRANT OPTION"));
    assert.match(all, new RegExp(`^GRANT ALL PRIVILEGES ON \`${connection.name}\`\\.\\* TO`));
    assert.deepEqual(others, []);
    const schemas = await execute("SHOW DATABASES");
    assert.deepEqual(schemas.split("\n").sort(), [connection.name, "information_schema"]);
    const foreign = await connect(connection.user, password, "SELECT * FROM mysql.global_priv");
    assert.match(foreign.output, /denied/);
    const accounts = "SELECT User, Host FROM mysql.global_priv ORDER BY User, Host";
    assert.deepEqual((await ask(accounts)).split("\n"), [
      `${connection.user}\t%`,
      "healthcheck\t127.0.0.1",
      "healthcheck\tlocalhost",
      "mariadb.sys\tlocalhost",
      "mysql\tlocalhost",
      "root\tlocalhost",
    ]);
  });

  it("has taken the settings of the declared file", async () => {
    const memory = mariadbMemory(spec.limits.memory);
    const bytes = (size: number) => String(size * 1024 * 1024);
    assert.equal(await setting("innodb_buffer_pool_size"), bytes(memory.bufferPool));
    assert.equal(await setting("innodb_log_file_size"), bytes(memory.redoLog));
    assert.equal(await setting("max_connections"), String(memory.maximumConnections));
    assert.equal(await setting("max_user_connections"), String(memory.accountConnections));
    assert.equal(await setting("innodb_flush_log_at_trx_commit"), "1");
    assert.equal(await setting("local_infile"), "0");
    assert.equal(await setting("log_bin"), "0");
    assert.equal(await setting("lock_wait_timeout"), "10");
    assert.equal(await setting("idle_transaction_timeout"), "300");
    assert.match(await setting("sql_mode"), /STRICT_TRANS_TABLES,STRICT_ALL_TABLES/);
  });

  it("makes the database in utf8mb4 with a collation that a later version keeps", async () => {
    const kind = await execute("SELECT @@character_set_database, @@collation_database");
    assert.deepEqual(kind.split("\t"), ["utf8mb4", "utf8mb4_unicode_520_ci"]);
    const zone = "SELECT convert_tz('2026-07-01 12:00:00', 'UTC', 'Europe/Paris')";
    assert.equal(await execute(zone), "2026-07-01 14:00:00");
  });

  it("refuses a value that does not fit instead of changing it", async () => {
    const sql = "CREATE TABLE narrow (a varchar(3)); INSERT INTO narrow VALUES ('toolong')";
    const { output } = await connect(connection.user, password, sql);
    assert.match(output, /Data too long for column 'a'/);
  });

  it("bounds how long the application's statements run", async () => {
    assert.equal(Number(await execute("SELECT @@max_statement_time")), 300);
    assert.equal(Number(await setting("max_statement_time")), 0);
  });

  it("has room to sort more than the container's memory and /tmp hold", async () => {
    const rows = "SELECT seq, repeat(md5(seq), 30) AS text FROM seq_1_to_150000";
    const sorted = `SELECT count(*) FROM (${rows} ORDER BY text LIMIT 149999) AS sorted`;
    assert.equal(await ask(sorted), "149999");
  });

  it("starts without a warning about its configuration", async () => {
    const [, started = ""] = (await logs(container)).split("the database is ready");
    assert.match(started, /ready for connections/);
    assert.doesNotMatch(started, /\[Warning\] (?!Access denied)|\[ERROR\]/);
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
    await execute("CREATE TABLE kept AS SELECT 42 AS answer");
    await container.restart();
    assert.equal(await settled(container), "healthy");
    assert.equal(await execute("SELECT answer FROM kept"), "42");
    assert.match(await logs(container), /Shutdown complete/);
    assert.doesNotMatch(await logs(container), /crash recovery/);
  });
});

describe("a MariaDB server whose password file is empty", function () {
  this.timeout(120_000);
  const application = resolveForEngine(onMariadb);
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
