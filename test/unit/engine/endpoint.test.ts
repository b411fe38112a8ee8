import assert from "node:assert/strict";

import { defaultAddress, parseEndpoint } from "../../../toolchain/engine";

describe("engine: addresses", () => {
  it("takes the address given, then DOCKER_HOST, then the default socket", () => {
    const env = { DOCKER_HOST: "unix:///env.sock" };
    assert.equal(parseEndpoint("unix:///given.sock", {}, env).display, "unix:///given.sock");
    assert.equal(parseEndpoint("", {}, env).display, "unix:///env.sock");
    assert.equal(parseEndpoint(undefined, {}, {}).display, defaultAddress);
  });

  const understood: [string, object][] = [
    [
      "unix:///run/docker.sock",
      { kind: "unix", path: "/run/docker.sock", display: "unix:///run/docker.sock" },
    ],
    [
      "tcp://10.0.0.1:2375",
      { kind: "tcp", host: "10.0.0.1", port: 2375, display: "tcp://10.0.0.1:2375" },
    ],
    ["tcp://engine", { kind: "tcp", host: "engine", port: 2375, display: "tcp://engine:2375" }],
    ["tcp://[::1]:2375", { kind: "tcp", host: "::1", port: 2375, display: "tcp://[::1]:2375" }],
    [
      "ssh://deploy@prod.example:2222",
      {
        kind: "ssh",
        host: "prod.example",
        port: 2222,
        user: "deploy",
        display: "ssh://deploy@prod.example:2222",
      },
    ],
    ["ssh://prod.example", { kind: "ssh", host: "prod.example", display: "ssh://prod.example" }],
    [
      "ssh://deploy@[::1]:22/run/user/1000/docker.sock",
      {
        kind: "ssh",
        host: "::1",
        port: 22,
        user: "deploy",
        socket: "/run/user/1000/docker.sock",
        display: "ssh://deploy@[::1]:22/run/user/1000/docker.sock",
      },
    ],
  ];
  for (const [address, expected] of understood) {
    it(`understands ${address}`, () => {
      assert.deepEqual(parseEndpoint(address, {}, {}), expected);
    });
  }

  it("uses TLS, and its port, when there are certificates, given or in the environment", () => {
    const given = parseEndpoint("tcp://engine", { ca: "CA" }, {});
    assert.deepEqual(given, {
      kind: "tcp",
      host: "engine",
      port: 2376,
      tls: { ca: "CA" },
      display: "tcp://engine:2376",
    });
    const env = { DOCKER_TLS_VERIFY: "1", DOCKER_CERT_PATH: "/certs" };
    const found = parseEndpoint("tcp://engine:99", {}, env);
    assert.deepEqual(found.kind === "tcp" && found.tls, {
      certPath: "/certs",
      setting: "DOCKER_CERT_PATH",
    });
  });

  const refused: [string, RegExp][] = [
    ["npipe:////./pipe/docker_engine", /Windows pipe.*use unix:/],
    ["/var/run/docker.sock", /"\/var\/run\/docker\.sock" is not understood: use unix:/],
    ["http://engine:2375", /not understood/],
    ["unix://docker.sock", /needs an absolute path/],
    ["tcp://:2375", /engine address/],
    ["tcp://engine:port", /not understood/],
    ["tcp://user@engine", /takes no user and no path/],
    ["ssh://user:hunter2@engine", /takes no password/],
    ["ssh://-oProxyCommand=touch/x", /unusual host name/],
    ["ssh://-l@engine", /unusual user/],
    ["ssh://user%20x@engine", /unusual user/],
    ["ssh://engine/run/$(id)", /unusual path/],
    ["ssh://engine/a:b", /unusual path/],
    ["ssh://engine/socket?x=1", /unusual end/],
  ];
  for (const [address, expected] of refused) {
    it(`refuses ${address}`, () => {
      assert.throws(
        () => parseEndpoint(address, {}, {}),
        (error: Error) => {
          assert.match(error.message, expected);
          assert.ok(!error.message.includes("hunter2"));
          return true;
        },
      );
    });
  }
});
