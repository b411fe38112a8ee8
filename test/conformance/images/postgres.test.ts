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

const ready = ["pg_isready", "--host", "127.0.0.1", "--username", "school", "--dbname", "school"];
const password = 'it\'s a "secret" $x';

const base: Hardened = {
  image: "palier/postgres:15",
  user: "999:999",
  tmpfs: ["/run/postgresql", "/tmp"],
  environment: {
    POSTGRES_USER: "school",
    POSTGRES_PASSWORD_FILE: "/run/secrets/password",
    POSTGRES_INITDB_ARGS: "--data-checksums --auth-local='scram-sha-256'",
  },
  files: {
    "/run/secrets/password": `${password}\n`,
    "/docker-entrypoint-initdb.d/1.sql": "CREATE TABLE copies (name text);",
    "/docker-entrypoint-initdb.d/3.sh":
      "docker_process_sql --command \"INSERT INTO copies VALUES ('from a sourced one')\"\n",
    "/docker-entrypoint-initdb.d/2.sh":
      '#!/bin/sh\npsql --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" --command "INSERT INTO copies VALUES (\'from a script\')"\n',
  },
};

function query(sql: string): string[] {
  return ["psql", "-h", "127.0.0.1", "-U", "school", "-d", "school", "-qtAc", sql];
}

describe("image palier/postgres", function () {
  this.timeout(120_000);
  after(cleanUp);

  it("makes a cluster with checksums and scram, runs the init folder, and keeps data over a new container", async () => {
    const volume = await createVolume("postgres");
    const options = { ...base, volumes: { "/var/lib/postgresql/data": volume } };
    const first = await startHardened(options);
    await untilSucceeds(first, ready);
    const login = [`PGPASSWORD=${password}`];
    const text = async (sql: string): Promise<string> => {
      const { status, output } = await execute(first, query(sql), login);
      assert.equal(status, 0, output);
      return output.trim();
    };
    assert.equal(await text("SHOW data_checksums"), "on");
    assert.equal(await text("SHOW password_encryption"), "scram-sha-256");
    assert.equal(
      await text("SELECT string_agg(name, ', ') FROM copies"),
      "from a script, from a sourced one",
    );
    assert.match(
      await text(
        "SELECT string_agg(type || ' ' || auth_method, ',') FROM pg_hba_file_rules WHERE database = '{all}'",
      ),
      /^local scram-sha-256,.*host scram-sha-256$/,
    );
    await text("INSERT INTO copies VALUES ('kept')");
    await first.stop();
    await first.remove();

    const second = await startHardened(options);
    await untilSucceeds(second, ready);
    const { output } = await execute(
      second,
      query("SELECT count(*) FROM copies WHERE name = 'kept'"),
      login,
    );
    assert.equal(output.trim(), "1");
  });

  it("refuses a login over the network without the password", async () => {
    const volume = await createVolume("postgres");
    const server = await startHardened({
      ...base,
      volumes: { "/var/lib/postgresql/data": volume },
    });
    await untilSucceeds(server, ready);
    const { output: address } = await execute(server, ["hostname", "-i"]);
    const sql = ["psql", "-h", address.trim(), "-U", "school", "-d", "school", "-c", "SELECT 1"];
    const wrong = await execute(server, sql, ["PGPASSWORD=wrong"]);
    assert.notEqual(wrong.status, 0);
    assert.match(wrong.output, /password authentication failed/);
    assert.equal((await execute(server, sql, [`PGPASSWORD=${password}`])).status, 0);
  });

  it("starts over after a first start that was killed", async () => {
    const volume = await createVolume("postgres");
    const options = { ...base, volumes: { "/var/lib/postgresql/data": volume } };
    const stuck = {
      ...options,
      files: { ...base.files, "/docker-entrypoint-initdb.d/0.sh": "touch /tmp/stuck; sleep 600\n" },
    };
    const first = await startHardened(stuck);
    await untilSucceeds(first, ["test", "-e", "/tmp/stuck"]);
    await first.kill();
    const second = await startHardened(options);
    await untilSucceeds(second, ready);
    const { output } = await execute(second, query("SELECT count(*) FROM copies"), [
      `PGPASSWORD=${password}`,
    ]);
    assert.equal(output.trim(), "2");
  });

  it("never makes a cluster among files that are not one", async () => {
    const volume = await createVolume("postgres");
    const data = { "/var/lib/postgresql/data": volume };
    await runHardened({
      ...base,
      volumes: data,
      command: ["touch", "/var/lib/postgresql/data/foreign"],
    });
    const { status, output } = await runHardened({ ...base, volumes: data });
    assert.equal(status, 1);
    assert.match(output, /holds files but no database cluster/);
  });

  for (const [title, environment, message] of [
    ["no password", {}, /needs POSTGRES_PASSWORD/],
    [
      "both ways at once",
      { POSTGRES_PASSWORD: "a", POSTGRES_PASSWORD_FILE: "/etc/hostname" },
      /both POSTGRES_PASSWORD and POSTGRES_PASSWORD_FILE/,
    ],
    ["an unreadable file", { POSTGRES_PASSWORD_FILE: "/run/secrets/none" }, /cannot read/],
  ] as const) {
    it(`says in one line that it got ${title}`, async () => {
      const data = ["/var/lib/postgresql/data", ...(base.tmpfs ?? [])];
      const { status, output } = await runHardened({
        ...base,
        files: {},
        environment,
        tmpfs: data,
      });
      assert.equal(status, 1);
      assert.match(output, message);
      assert.equal(output.trim().split("\n").length, 1);
    });
  }
});
