import assert from "node:assert/strict";
import { catalogue } from "../../../images/catalogue";
import { cleanUp, docker, runHardened } from "./support";

/** The user whose identity the official images share, or that application images run as. */
const users: Readonly<Record<string, string>> = {
  "palier/postgres:15": "999:999",
  "palier/mariadb:10.11": "999:999",
  "palier/redis:7": "999:999",
  "palier/nginx:1.22": "101:101",
  "palier/python:3.11": "1000:1000",
  "palier/php:8.2-fpm": "33:33",
  "palier/backup:1": "1000:1000",
};

/** What an installation leaves behind and no image may carry. */
const leftovers = [
  "/var/cache/apt/*.bin",
  "/var/cache/apt/archives/*.deb",
  "/var/lib/apt/lists/*_*",
  "/var/log/apt",
  "/var/log/dpkg.log",
  "/var/cache/debconf/*-old",
  "/var/lib/dpkg/*-old",
  "/root/.cache",
  "/tmp/*",
];

describe("every image", function () {
  this.timeout(60_000);
  after(cleanUp);

  for (const { name } of catalogue().filter((recipe) => recipe.name in users)) {
    const user = users[name] ?? "";

    it(`${name} runs as ${user} by default, without a health check, with labels`, async () => {
      const { Config: config } = await docker.getImage(name).inspect();
      assert.ok(config.User !== "" && config.User !== "root" && config.User !== "0", config.User);
      assert.equal((config as { Healthcheck?: unknown }).Healthcheck, undefined);
      for (const key of ["title", "description", "version"]) {
        assert.ok(config.Labels[`org.opencontainers.image.${key}`], `label ${key} is missing`);
      }
      assert.equal(config.Labels["org.opencontainers.image.title"], name.split(":")[0]);
      assert.match(config.Labels["palier.images.key"] ?? "", /^[0-9a-f]{64}$/);
      const entrypoint = config.Entrypoint;
      assert.ok(Array.isArray(entrypoint) && entrypoint.length === 1);
      const identity = await runHardened({
        image: name,
        user: config.User,
        command: ["sh", "-c", 'echo "$(id -u):$(id -g)"'],
      });
      assert.equal(identity.output.trim(), user);
    });

    it(`${name} starts hardened and carries nothing that an installation leaves`, async () => {
      const script = `for file in ${leftovers.join(" ")}; do [ ! -e "$file" ] || echo "$file"; done; grep -E '^(CapEff|NoNewPrivs)' /proc/self/status; touch /file 2>&1`;
      const { output } = await runHardened({ image: name, user, command: ["sh", "-c", script] });
      const lines = output
        .trim()
        .split("\n")
        .map((line) => line.replace(/\s+/g, " "));
      assert.deepEqual(lines, [
        "CapEff: 0000000000000000",
        "NoNewPrivs: 1",
        "touch: cannot touch '/file': Read-only file system",
      ]);
    });
  }

  it("is known to these tests", () => {
    const bases = ["palier/debian:bookworm", "palier/base:bookworm"];
    const services = catalogue()
      .filter((one) => one.folder.startsWith("images/"))
      .map((one) => one.name);
    assert.deepEqual(
      services.filter((name) => !bases.includes(name)).sort(),
      Object.keys(users).sort(),
    );
  });
});
