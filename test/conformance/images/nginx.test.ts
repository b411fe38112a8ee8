import assert from "node:assert/strict";
import {
  cleanUp,
  docker,
  execute,
  type Hardened,
  logsOf,
  runHardened,
  startHardened,
  untilSucceeds,
} from "./support";

const base: Hardened = {
  image: "palier/nginx:1.22",
  user: "101:101",
  tmpfs: ["/tmp", "/var/cache/nginx"],
};

const proxy = `
pid /tmp/nginx.pid;
error_log /dev/stderr notice;
events {}
http {
  access_log /dev/stdout;
  server { listen 80; listen 8080; location / { return 200 "first\\n"; } }
}
`;

describe("image palier/nginx", function () {
  this.timeout(60_000);
  after(cleanUp);

  it("serves its page on port 80 and logs to the standard streams", async () => {
    const server = await startHardened(base);
    const { output } = await untilSucceeds(server, [
      "curl",
      "--silent",
      "--fail",
      "http://127.0.0.1/",
    ]);
    assert.match(output, /nginx/i);
    assert.match(await logsOf(server), /"GET \/ HTTP\/1\.1" 200/);
  });

  it("tests and serves a mounted configuration, and reloads it", async () => {
    const options = { ...base, files: { "/etc/nginx/palier/nginx.conf": proxy } };
    const daemon = ["nginx", "-c", "/etc/nginx/palier/nginx.conf", "-g", "daemon off;"];
    const test = await runHardened({ ...options, command: [...daemon.slice(0, 3), "-t"] });
    assert.equal(test.status, 0, test.output);
    const server = await startHardened({ ...options, command: daemon });
    const { output } = await untilSucceeds(server, [
      "curl",
      "--silent",
      "--fail",
      "http://127.0.0.1:8080/",
    ]);
    assert.equal(output, "first\n");
    const reload = await execute(server, [...daemon.slice(0, 3), "-s", "reload"]);
    assert.equal(reload.status, 0, reload.output);
  });

  it("fails the test of a wrong configuration", async () => {
    const files = { "/etc/nginx/palier/nginx.conf": proxy.replace("listen 80;", "lisen 80;") };
    const command = ["nginx", "-c", "/etc/nginx/palier/nginx.conf", "-t"];
    const { status, output } = await runHardened({ ...base, files, command });
    assert.equal(status, 1);
    assert.match(output, /unknown directive "lisen"/);
  });

  it("carries the versions that decide on TLS curves, as it reports them itself", async () => {
    const { Config: config } = await docker.getImage(base.image).inspect();
    const { output } = await runHardened({ ...base, command: ["nginx", "-V"] });
    const labels = config.Labels;
    assert.equal(/nginx\/([\d.]+)/.exec(output)?.[1], labels["palier.nginx.version"]);
    const openssl = await runHardened({ ...base, command: ["openssl", "version"] });
    assert.equal(/^OpenSSL ([\d.]+)/.exec(openssl.output)?.[1], labels["palier.openssl.version"]);
  });
});
