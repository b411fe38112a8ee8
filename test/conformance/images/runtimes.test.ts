import assert from "node:assert/strict";
import { cleanUp, execute, logsOf, runHardened, startHardened, untilSucceeds } from "./support";

const secret = { "/run/secrets/key": "s3cret value\n" };
const print = [
  "python3",
  "-c",
  "import os; print(os.environ.get('KEY'), os.environ.get('KEY_FILE'))",
];

async function start(
  environment: Record<string, string>,
  command: readonly string[] = print,
): Promise<{ status: number; output: string }> {
  return runHardened({
    image: "palier/python:3.11",
    user: "1000:1000",
    files: secret,
    environment,
    command,
  });
}

describe("palier-entrypoint", function () {
  this.timeout(60_000);
  after(cleanUp);

  it("turns the file of a listed secret into its variable", async () => {
    const { status, output } = await start({
      PALIER_SECRET_VARIABLES: "OTHER,KEY",
      KEY_FILE: "/run/secrets/key",
    });
    assert.deepEqual([status, output], [0, "s3cret value None\n"]);
  });

  it("leaves other variables with such a name alone", async () => {
    const { output } = await start({
      PALIER_SECRET_VARIABLES: "OTHER",
      KEY_FILE: "/run/secrets/key",
    });
    assert.equal(output, "None /run/secrets/key\n");
  });

  it("hands on the command's status", async () => {
    assert.equal((await start({}, ["sh", "-c", "exit 7"])).status, 7);
  });

  for (const [title, status, environment, message] of [
    [
      "both ways at once",
      64,
      { KEY: "a", KEY_FILE: "/run/secrets/key" },
      /both KEY and KEY_FILE are set/,
    ],
    [
      "a missing file",
      66,
      { KEY_FILE: "/run/secrets/none" },
      /KEY_FILE points at \/run\/secrets\/none/,
    ],
    ["a folder", 66, { KEY_FILE: "/run" }, /KEY_FILE points at \/run,/],
    ["no name", 64, { PALIER_SECRET_VARIABLES: "KEY-1" }, /names 'KEY-1'/],
  ] as const) {
    it(`refuses ${title} in one line that shows no secret`, async () => {
      const result = await start({ PALIER_SECRET_VARIABLES: "KEY", ...environment });
      assert.equal(result.status, status);
      assert.match(result.output, message);
      assert.equal(result.output.trim().split("\n").length, 1);
      assert.doesNotMatch(result.output, /s3cret/);
    });
  }
});

describe("image palier/python", function () {
  this.timeout(60_000);
  after(cleanUp);

  it("has what a Django application with Celery imports", async () => {
    const modules = "django, celery, redis, django_redis, psycopg2, whitenoise, gunicorn";
    const { status, output } = await start({}, [
      "python",
      "-c",
      `import ${modules}; print(django.__version__)`,
    ]);
    assert.equal(status, 0, output);
    assert.match(output, /^3\.2/);
    assert.equal((await start({}, ["celery", "--version"])).status, 0);
  });
});

describe("image palier/php", function () {
  this.timeout(60_000);
  after(cleanUp);

  it("answers FastCGI pings and runs code, with settings in the official folders", async () => {
    const server = await startHardened({
      image: "palier/php:8.2-fpm",
      user: "33:33",
      tmpfs: ["/tmp"],
      environment: { SCRIPT_KEY: "from the environment" },
      files: {
        "/usr/local/etc/php/conf.d/palier.ini": "max_input_vars = 5000\n",
        "/var/www/html/index.php":
          "<?php echo ini_get('max_input_vars'), ' ', getenv('SCRIPT_KEY');",
      },
    });
    const fcgi = (script: string): string[] => [
      "env",
      `SCRIPT_NAME=${script}`,
      `SCRIPT_FILENAME=/var/www/html${script}`,
      "REQUEST_METHOD=GET",
      "cgi-fcgi",
      "-bind",
      "-connect",
      "127.0.0.1:9000",
    ];
    assert.match((await untilSucceeds(server, fcgi("/ping"))).output, /pong/);
    assert.match((await execute(server, fcgi("/index.php"))).output, /5000 from the environment$/);
    assert.doesNotMatch(await logsOf(server), /warning|error/i);
  });

  it("has the extensions of Moodle and Laravel", async () => {
    const { output } = await runHardened({
      image: "palier/php:8.2-fpm",
      user: "33:33",
      command: ["php", "-m"],
    });
    const present = new Set(output.toLowerCase().split("\n"));
    const wanted =
      "ctype curl dom exif fileinfo gd hash iconv intl json mbstring mysqli openssl pcre pdo_mysql pdo_pgsql pgsql redis simplexml soap sodium spl tokenizer xml xmlreader zip zlib bcmath";
    assert.deepEqual(
      wanted.split(" ").filter((name) => !present.has(name)),
      [],
    );
    assert.match(output, /Zend OPcache/);
  });
});

describe("image palier/backup", function () {
  this.timeout(60_000);
  after(cleanUp);

  it("backs up into a restic repository without any right", async () => {
    const script =
      "restic init && echo copy >/tmp/file && restic backup /tmp/file && restic check && restic dump latest /tmp/file";
    const { status, output } = await runHardened({
      image: "palier/backup:1",
      user: "1000:1000",
      tmpfs: ["/tmp"],
      environment: {
        RESTIC_REPOSITORY: "/tmp/repository",
        PALIER_SECRET_VARIABLES: "RESTIC_PASSWORD",
        RESTIC_PASSWORD_FILE: "/run/secrets/key",
      },
      files: secret,
      command: ["bash", "-c", script],
    });
    assert.equal(status, 0, output);
    assert.match(output, /no errors were found\n(.*\n)*copy\n$/);
  });

  for (const tool of [
    "rclone version",
    "pg_dump --version",
    "pg_basebackup --version",
    "mariadb-dump --version",
    "mariabackup --version",
    "age --version",
    "gpg --version",
    "zstd --version",
    "jq --version",
    "ssh -V",
    "redis-cli --version",
  ]) {
    it(`has ${tool.split(" ")[0] ?? ""}`, async () => {
      const options = { image: "palier/backup:1", user: "1000:1000", tmpfs: ["/tmp"] };
      const { status, output } = await runHardened({ ...options, command: tool.split(" ") });
      assert.equal(status, 0, output);
      assert.match(output, /\d+\.\d+/);
    });
  }
});
