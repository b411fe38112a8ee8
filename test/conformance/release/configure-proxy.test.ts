import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

import type Dockerode from "dockerode";

import { withVolume } from "../../../release/engine/archive";
import { execute } from "../../../release/engine/exec";
import type { ConfigureProxyInput } from "../../../spec/operations";
import { docker, engine, Lab, proxyImage, root, runOperation } from "./lab";

const host = "palier-test-release.localhost";

/** The authority of this checkout, which is made when there is none. */
const authority = join(root, ".palier", "ca");

/** A configuration that answers one text, in place of the large real one. */
function configuration(text: string): string {
  return [
    "pid /tmp/nginx.pid;",
    "error_log /dev/stderr notice;",
    "events {}",
    "http {",
    "  access_log off;",
    ...["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
      (name) => `  ${name}_temp_path /tmp/${name};`,
    ),
    "  include /etc/palier/nginx/upstreams/exam.conf;",
    "  server {",
    "    listen 8080;",
    "    listen 8443 ssl;",
    `    ssl_certificate /etc/palier/tls/${host}/fullchain.pem;`,
    `    ssl_certificate_key /etc/palier/tls/${host}/privkey.pem;`,
    `    location / { return 200 "${text}"; }`,
    "  }",
    "}",
  ].join("\n");
}

const pointer = (slot: string): string => `include /etc/palier/nginx/${slot}/main.conf;\n`;

describe("configuring the proxy", function () {
  this.timeout(90_000);
  const lab = new Lab();
  let volume: string;

  before(async () => {
    volume = await lab.volume("configuration");
  });

  after(async () => {
    await lab.close();
    for (const kind of ["pem", "key"]) rmSync(join(authority, `${host}.${kind}`), { force: true });
  });

  const input = (
    main: string,
    changes: Partial<ConfigureProxyInput> = {},
  ): ConfigureProxyInput => ({
    engine,
    container: {
      name: `${lab.name}-proxy`,
      image: proxyImage,
      user: "101:101",
      mounts: ["/etc/palier/nginx", "/etc/palier/tls"].map((target) => {
        return { type: "volume", source: volume, target, readOnly: true };
      }),
      tmpfs: { "/tmp": "mode=1777,size=16m" },
      labels: lab.labels,
    },
    volume,
    tls: { source: "local-ca" },
    hosts: { exam: [host] },
    nginx: { version: "1.22.0", openssl: "3.0.1" },
    slots: { a: { "main.conf": main }, b: { "main.conf": main } },
    pointers: { a: pointer("a"), b: pointer("b") },
    closedUpstreams: { exam: "# closed\n" },
    ...changes,
  });

  const read = (path: string): Promise<string | undefined> =>
    withVolume(docker, volume, proxyImage, lab.labels, (access) => access.read(path));

  const answer = async (proxy: Dockerode.Container): Promise<string> =>
    (await execute(proxy, ["curl", "--silent", "http://127.0.0.1:8080/"])).output;

  it("takes up a first one, a second one in the other slot, and refuses a broken one with nginx's lines", async () => {
    const first = await runOperation("configure-proxy", input(configuration("one")));
    assert.equal(first.status, 0, first.stderr);
    assert.equal(await read("nginx.conf"), pointer("a"));

    const proxy = await docker.createContainer({
      name: `${lab.name}-proxy`,
      Image: proxyImage,
      User: "101:101",
      Entrypoint: ["nginx", "-c", "/etc/palier/nginx/nginx.conf", "-g", "daemon off;"],
      Labels: lab.labels,
      HostConfig: {
        ReadonlyRootfs: true,
        NetworkMode: "none",
        Tmpfs: { "/tmp": "mode=1777,size=16m" },
        Mounts: ["/etc/palier/nginx", "/etc/palier/tls"].map((Target) => {
          return { Type: "volume", Source: volume, Target, ReadOnly: true };
        }),
      },
    });
    await proxy.start();
    while ((await answer(proxy)) !== "one") {
      assert.equal((await proxy.inspect()).State.Running, true);
    }
    const begun = (await proxy.inspect()).State.StartedAt;

    await withVolume(docker, volume, proxyImage, lab.labels, (access) =>
      access.write([{ path: "upstreams/exam.conf", content: "# open\n", mode: "0444" }], {
        uid: 101,
        gid: 101,
      }),
    );
    const second = await runOperation("configure-proxy", input(configuration("two")));
    assert.equal(second.status, 0, second.stderr);
    assert.equal(await answer(proxy), "two");
    assert.equal(await read("nginx.conf"), pointer("b"));
    assert.equal(await read("upstreams/exam.conf"), "# open\n");

    const broken = await runOperation("configure-proxy", input("events {}\nnonsense on;\n"));
    assert.equal(broken.status, 1);
    assert.match(broken.stderr, /nginx refuses the new proxy configuration; the old one stays/);
    assert.match(broken.stderr, /\| .*unknown directive "nonsense" in .*\/a\/main\.conf:2/);
    assert.equal(broken.stdout, "");
    assert.equal(await read("nginx.conf"), pointer("b"));
    assert.equal(await answer(proxy), "two");
    assert.equal((await proxy.inspect()).State.StartedAt, begun);
    assert.deepEqual(await lab.containers(), [`${lab.name}-proxy`]);
  });

  it("gives it a certificate of the checkout's own authority, whose key nobody else reads", async () => {
    const run = await runOperation("configure-proxy", input(configuration("three")));
    assert.equal(run.status, 0, run.stderr);
    const leaf = new X509Certificate((await read(`${host}/fullchain.pem`)) ?? "");
    const issuer = new X509Certificate(readFileSync(join(authority, "ca.pem")));
    assert.equal(leaf.verify(issuer.publicKey), true);
    assert.equal(leaf.subjectAltName, `DNS:${host}`);
  });

  for (const [key, declared] of [
    ["version", { version: "1.27.4", openssl: "3.0.1" }],
    ["openssl", { version: "1.22.1", openssl: "3.5.0" }],
  ] as const) {
    it(`says that the declared ${key} is not the image's`, async () => {
      const run = await runOperation(
        "configure-proxy",
        input(configuration("four"), { nginx: declared }),
      );
      assert.equal(run.status, 1);
      const line = `palier:proxy\\.nginx\\.${key} says ${declared[key]}, but the image has [0-9.]+: correct it`;
      assert.match(run.stderr, new RegExp(line));
    });
  }
});
