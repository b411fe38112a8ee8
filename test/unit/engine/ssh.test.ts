import assert from "node:assert/strict";

import type { SshEndpoint } from "../../../toolchain/engine";
import { dialArguments, tunnelArguments } from "../../../toolchain/engine/ssh/arguments";
import {
  engineFailure,
  loginFailure,
  lostFailure,
  unconnectedFailure,
} from "../../../toolchain/engine/ssh/causes";
import { limit } from "../../../toolchain/engine/ssh/limit";

const endpoint: SshEndpoint = {
  kind: "ssh",
  host: "prod.example",
  port: 2222,
  user: "deploy",
  display: "ssh://deploy@prod.example:2222",
};
const files = { engine: "/tmp/x/engine", control: "/tmp/x/control" };

/** The value of an option `-o name=value`. */
function setting(args: readonly string[], name: string): string | undefined {
  const found = args.find((arg, index) => args[index - 1] === "-o" && arg.startsWith(`${name}=`));
  return found?.slice(name.length + 1);
}

describe("engine over ssh: arguments", () => {
  const args = tunnelArguments(endpoint, files);

  it("never asks, never accepts a strange host key, and notices a dead peer", () => {
    assert.equal(setting(args, "BatchMode"), "yes");
    assert.equal(setting(args, "StrictHostKeyChecking"), "yes");
    assert.equal(setting(args, "ConnectTimeout"), "10");
    assert.equal(setting(args, "ServerAliveInterval"), "10");
    assert.equal(setting(args, "ServerAliveCountMax"), "3");
  });

  it("puts its own settings before those that were given, because ssh keeps the first", () => {
    const options = ["-o", "StrictHostKeyChecking=no"];
    const both = tunnelArguments({ ...endpoint, options }, files);
    assert.ok(both.indexOf("StrictHostKeyChecking=yes") < both.indexOf("StrictHostKeyChecking=no"));
  });

  it("forwards the usual socket, or the one of the address", () => {
    assert.ok(args.includes("/tmp/x/engine:/var/run/docker.sock"));
    const other = tunnelArguments({ ...endpoint, socket: "/run/user/1/docker.sock" }, files);
    assert.ok(other.includes("/tmp/x/engine:/run/user/1/docker.sock"));
  });

  it("leaves port and user to the operator's configuration when the address has none", () => {
    const plain = tunnelArguments({ kind: "ssh", host: "alias", display: "ssh://alias" }, files);
    assert.ok(!plain.includes("-p") && !plain.includes("-l"));
    assert.deepEqual(args.slice(args.indexOf("-p"), -3), ["-p", "2222", "-l", "deploy"]);
  });

  it("ends the options before the host", () => {
    for (const list of [args, dialArguments(endpoint, files)]) {
      assert.deepEqual(list.slice(-3, -1), ["--", "prod.example"]);
    }
  });

  it("names the socket of the address to the other machine's Docker CLI", () => {
    assert.match(dialArguments(endpoint, files).at(-1) ?? "", /exec docker system dial-stdio'$/);
    const other = dialArguments({ ...endpoint, socket: "/run/d.sock" }, files);
    assert.match(
      other.at(-1) ?? "",
      /exec docker --host unix:\/\/\/run\/d\.sock system dial-stdio'/,
    );
  });
});

describe("engine over ssh: messages", () => {
  const changed = [
    "@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@",
    "@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @",
    "The fingerprint for the ED25519 key sent by the remote host is",
    "SHA256:abcDEF/123+x.",
    "Host key for [prod.example]:2222 has changed and you have requested strict checking.",
    "Host key verification failed.",
  ].join("\r\n");

  const cases: [string, string, RegExp][] = [
    [
      "a changed host key",
      changed,
      /ITS HOST KEY HAS CHANGED \(SHA256:abcDEF\/123\+x\): somebody may be in between.*ssh-keygen -R '\[prod\.example\]:2222'/,
    ],
    [
      "an unknown host key",
      "No ED25519 host key is known for prod.example and you have requested strict checking.\r\nHost key verification failed.",
      /host key is not known.*ssh -p 2222 deploy@prod\.example/,
    ],
    [
      "a refused key",
      "deploy@prod: Permission denied (publickey,password).",
      /login was refused \(publickey,password\); .*authorized_keys/,
    ],
    [
      "a closed port",
      "ssh: connect to host prod port 2222: Connection refused",
      /connection was refused; check the port/,
    ],
    [
      "a silent host",
      "ssh: connect to host prod port 22: Connection timed out",
      /does not answer within 10 s/,
    ],
    [
      "an unknown name",
      "ssh: Could not resolve hostname prod: Name or service not known",
      /host name is not known/,
    ],
    ["no route", "ssh: connect to host prod port 22: No route to host", /there is no way to it/],
    [
      "an overloaded server",
      "kex_exchange_identification: Connection closed by remote host",
      /MaxStartups/,
    ],
    [
      "anything else",
      "Bad owner or permissions on /root/.ssh/config\n",
      /ssh ended \(Bad owner or permissions on \/root\/\.ssh\/config\); try ssh/,
    ],
    ["silence", "", /ssh ended; try ssh -p 2222 deploy@prod\.example by hand/],
  ];
  for (const [name, stderr, expected] of cases) {
    it(`explains ${name} in one line with the address`, () => {
      const { message } = loginFailure(endpoint, { stderr });
      assert.match(message, expected);
      assert.ok(message.includes(endpoint.display) && !/[\r\n]/.test(message), message);
    });
  }

  it("says that there is no ssh on this machine", () => {
    const { message } = loginFailure(endpoint, { stderr: "spawn ssh ENOENT", code: "ENOENT" });
    assert.match(message, /program ssh was not found on this machine; install/);
  });

  it("tells apart what can be wrong with the engine of a machine that answers", () => {
    const message = (...args: ["usable" | "denied" | "missing", string]): string =>
      engineFailure(endpoint, ...args).message;
    assert.match(message("denied", ""), /no permission to use the socket \/var\/run\/docker\.sock/);
    assert.match(message("missing", ""), /no socket \/var\/run\/docker\.sock on that machine/);
    assert.match(message("usable", ""), /no engine behind its socket/);
    assert.match(message("usable", "Got permission denied while trying"), /no permission to use/);
    assert.match(unconnectedFailure(endpoint).message, /AllowStreamLocalForwarding yes/);
    assert.match(lostFailure(endpoint, "x\nBroken pipe\n").message, /was lost \(Broken pipe\)/);
  });
});

describe("engine over ssh: limit", () => {
  it("runs as many as allowed at one time and all in the end, also when some fail", async () => {
    const gate = limit(2);
    let now = 0;
    let most = 0;
    const work = async (fails: boolean): Promise<void> => {
      now += 1;
      most = Math.max(most, now);
      await new Promise((resolve) => setTimeout(resolve, 1));
      now -= 1;
      if (fails) throw new Error("no");
    };
    const all = await Promise.allSettled(
      Array.from({ length: 9 }, (_, index) => gate(() => work(index % 3 === 0))),
    );
    assert.equal(most, 2);
    assert.equal(all.filter(({ status }) => status === "rejected").length, 3);
  });
});
