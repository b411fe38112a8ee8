import assert from "node:assert/strict";

import type { Container } from "dockerode";

import { logs, resolveForEngine, run, Server, settled } from "./server";

const password = "cachePassword0123456789abcdef012345";

describe("a declared Redis server on the real engine", function () {
  this.timeout(120_000);
  const application = resolveForEngine();
  const cache = application.cache;
  assert.ok(cache);
  const { container: spec, files, resource } = cache;
  const server = new Server(application, { "cache-password": password });
  let container: Container;

  before(async () => {
    container = await server.start(spec, files);
    assert.equal(await settled(container), "healthy", await logs(container));
  });
  after(() => server.remove());

  async function ask(env: readonly string[], ...command: string[]) {
    return server.client(spec.image, ["redis-cli", "-h", resource, ...command], env);
  }
  const signedIn = [`REDISCLI_AUTH=${password}`];

  it("answers the application on its network, and nobody without a password", async () => {
    assert.match((await ask(signedIn, "set", "key", "value")).output, /OK/);
    assert.match((await ask([], "get", "key")).output, /NOAUTH/);
    assert.match((await ask(["REDISCLI_AUTH=wrong"], "get", "key")).output, /WRONGPASS/);
  });

  it("gives the application all data commands, and none that concern the server", async () => {
    assert.match((await ask(signedIn, "info", "server")).output, /redis_version/);
    assert.match((await ask(signedIn, "-n", "2", "flushdb")).output, /OK/);
    for (const command of [["flushall"], ["config", "get", "dir"], ["shutdown"], ["acl", "list"]]) {
      assert.match((await ask(signedIn, ...command)).output, /NOPERM/, command.join(" "));
    }
  });

  it("lets the user of the health check ask for an answer and nothing else", async () => {
    const [client = "", ...probe] = spec.healthCheck?.command ?? [];
    assert.equal((await run(container, client, ...probe)).exitCode, 0);
    const reading = [...probe.slice(0, -1), "get", "key"];
    const refused = await run(container, client, ...reading);
    assert.match(refused.output, /NOPERM/);
    assert.notEqual(refused.exitCode, 0);
  });

  it("runs with the declared limit and never evicts", async () => {
    const { output } = await ask(signedIn, "info", "memory");
    assert.match(output, new RegExp(`maxmemory:${(spec.limits.memory * 3 * 1024 * 1024) / 4}\\b`));
    assert.match(output, /maxmemory_policy:noeviction/);
  });

  it("keeps queued jobs over a restart", async () => {
    assert.match((await ask(signedIn, "lpush", "queue", "job")).output, /1/);
    await container.restart();
    assert.equal(await settled(container), "healthy");
    assert.match((await ask(signedIn, "lrange", "queue", "0", "-1")).output, /job/);
  });

  it("shows no password in its log, its declaration or its process list", async () => {
    const seen = [
      await logs(container),
      JSON.stringify(await container.inspect()),
      JSON.stringify(await container.top()),
    ].join("\n");
    assert.match(seen, /redis-server/);
    assert.equal(seen.includes(password), false);
  });
});
