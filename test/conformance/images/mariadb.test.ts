import assert from "node:assert/strict";
import {
  cleanUp,
  createVolume,
  execute,
  type Hardened,
  runHardened,
  startHardened,
  untilSucceeds,
} from "./support";

const ready = ["healthcheck.sh", "--connect", "--innodb_initialized"];
const password = `it's a "secret" \\ $x`;

const base: Hardened = {
  image: "palier/mariadb:10.11",
  user: "999:999",
  tmpfs: ["/run/mysqld", "/tmp"],
  environment: {
    MARIADB_DATABASE: "school_db",
    MARIADB_USER: "school",
    MARIADB_ROOT_PASSWORD_FILE: "/run/secrets/root",
    MYSQL_PASSWORD_FILE: "/run/secrets/school",
  },
  files: {
    "/run/secrets/root": "root password",
    "/run/secrets/school": `${password}\n`,
    "/docker-entrypoint-initdb.d/1.sql": "CREATE TABLE copies (name text);",
    "/docker-entrypoint-initdb.d/2.sh":
      "docker_process_sql <<<\"INSERT INTO copies VALUES ('from a script')\"\n",
  },
};
const login = [`MYSQL_PWD=${password}`];

function query(sql: string, user = "school"): string[] {
  return ["mariadb", "-h", "127.0.0.1", "-u", user, "-NBe", sql, "school_db"];
}

describe("image palier/mariadb", function () {
  this.timeout(120_000);
  after(cleanUp);

  it("makes the database and its user, runs the init folder, and keeps data over a new container", async () => {
    const volume = await createVolume("mariadb");
    const options = { ...base, volumes: { "/var/lib/mysql": volume } };
    const first = await startHardened(options);
    await untilSucceeds(first, ready);
    const read = await execute(first, query("SELECT name FROM copies"), login);
    assert.equal(read.output.trim(), "from a script");
    const foreign = await execute(first, query("SELECT * FROM mysql.global_priv"), login);
    assert.match(foreign.output, /denied/);
    const accounts = await execute(
      first,
      query("SELECT user, host FROM mysql.user ORDER BY 1, 2", "root"),
      ["MYSQL_PWD=root password"],
    );
    assert.deepEqual(accounts.output.trim().split("\n"), [
      "healthcheck\t127.0.0.1",
      "healthcheck\tlocalhost",
      "mariadb.sys\tlocalhost",
      "root\t%",
      "root\tlocalhost",
      "school\t%",
    ]);
    await execute(first, query("INSERT INTO copies VALUES ('kept')"), login);
    await first.stop();
    await first.remove();

    const second = await startHardened(options);
    await untilSucceeds(second, ready);
    const kept = await execute(
      second,
      query("SELECT count(*) FROM copies WHERE name = 'kept'"),
      login,
    );
    assert.equal(kept.output.trim(), "1");
  });

  it("lets root in with the password alone", async () => {
    const volume = await createVolume("mariadb");
    const server = await startHardened({ ...base, volumes: { "/var/lib/mysql": volume } });
    await untilSucceeds(server, ready);
    const socket = ["mariadb", "-u", "root", "-NBe", "SELECT 1"];
    assert.match((await execute(server, socket)).output, /Access denied/);
    assert.equal((await execute(server, socket, ["MYSQL_PWD=root password"])).output.trim(), "1");
  });

  it("starts over after a first start that was killed", async () => {
    const volume = await createVolume("mariadb");
    const options = { ...base, volumes: { "/var/lib/mysql": volume } };
    const stuck = { "/docker-entrypoint-initdb.d/0.sh": "touch /tmp/stuck; sleep 600\n" };
    const first = await startHardened({ ...options, files: { ...base.files, ...stuck } });
    await untilSucceeds(first, ["test", "-e", "/tmp/stuck"]);
    await first.kill();
    const second = await startHardened(options);
    await untilSucceeds(second, ready);
    const { output } = await execute(second, query("SELECT count(*) FROM copies"), login);
    assert.equal(output.trim(), "1");
  });

  it("says in one line that the first start needs a password", async () => {
    const tmpfs = ["/var/lib/mysql", ...(base.tmpfs ?? [])];
    const { status, output } = await runHardened({ ...base, environment: {}, files: {}, tmpfs });
    assert.equal(status, 1);
    assert.match(output, /^docker-entrypoint: the first start needs MARIADB_ROOT_PASSWORD.*\n$/);
  });
});
