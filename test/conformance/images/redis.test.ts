import assert from "node:assert/strict";
import { cleanUp, createVolume, execute, startHardened, untilSucceeds } from "./support";

const configuration = [
  "bind 0.0.0.0",
  "appendonly yes",
  "appendfsync always",
  "dir /data",
  "requirepass a-test-password",
  "",
].join("\n");
const login = ["REDISCLI_AUTH=a-test-password"];

describe("image palier/redis", function () {
  this.timeout(60_000);
  after(cleanUp);

  it("keeps what it appended over a kill, with a configuration file and a password", async () => {
    const options = {
      image: "palier/redis:7",
      user: "999:999",
      volumes: { "/data": await createVolume("redis") },
      files: { "/etc/palier/redis.conf": configuration },
      command: ["redis-server", "/etc/palier/redis.conf"],
    };
    const first = await startHardened(options);
    await untilSucceeds(first, ["redis-cli", "ping"]);
    assert.match((await execute(first, ["redis-cli", "get", "copy"])).output, /NOAUTH/);
    assert.match((await execute(first, ["redis-cli", "set", "copy", "kept"], login)).output, /OK/);
    await first.kill();

    const second = await startHardened(options);
    await untilSucceeds(second, ["redis-cli", "ping"]);
    assert.equal(
      (await execute(second, ["redis-cli", "get", "copy"], login)).output.trim(),
      "kept",
    );
  });

  it("answers other containers without any configuration, like the official image", async () => {
    const server = await startHardened({
      image: "palier/redis:7",
      user: "999:999",
      tmpfs: ["/data"],
    });
    await untilSucceeds(server, ["bash", "-c", 'redis-cli -h "$(hostname -i)" ping']);
    const { output } = await execute(server, ["bash", "-c", 'redis-cli -h "$(hostname -i)" ping']);
    assert.equal(output.trim(), "PONG");
  });
});
