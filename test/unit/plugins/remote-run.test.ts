import assert from "node:assert/strict";
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";

import { Client, Server as SshServer, utils } from "ssh2";

import { runRemote } from "../../../toolchain/plugins/command/remote/run";

/** Answers each command with a line and an exit code, all at once. */
function answering(code: number): SshServer {
  const { private: key } = utils.generateKeyPairSync("ed25519");
  return new SshServer({ hostKeys: [key] }, (client) => {
    client.on("error", () => undefined);
    client.on("authentication", (context) => {
      context.accept();
    });
    client.on("session", (accept) => {
      accept().on("exec", (acceptCommand) => {
        const channel = acceptCommand();
        channel.write("done\n");
        channel.exit(code);
        channel.end();
      });
    });
  });
}

/** Passes on what a server says in large pieces, as a network may: with pauses in between. */
function inLargePieces(port: number): Server {
  return createServer((near) => {
    const far = connect(port, "127.0.0.1");
    let waiting: Buffer[] = [];
    let timer: NodeJS.Timeout | undefined;
    const pass = (): void => {
      near.write(Buffer.concat(waiting));
      waiting = [];
    };
    far.on("data", (piece: Buffer) => {
      waiting.push(piece);
      clearTimeout(timer);
      timer = setTimeout(pass, 50);
    });
    near.pipe(far);
    for (const socket of [near, far] satisfies Socket[]) socket.on("error", () => undefined);
    near.on("close", () => far.destroy());
  });
}

async function listening(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

describe("a remote command whose end arrives together with the answer to its start", () => {
  const run = async (code: number): Promise<unknown> => {
    // The types leave out that it is a server of the network.
    const server = answering(code) as unknown as Server;
    const relay = inLargePieces(await listening(server));
    const client = new Client();
    client.connect({ host: "127.0.0.1", port: await listening(relay), username: "deploy" });
    await once(client, "ready");
    const command = { text: "quick", env: {}, stdin: "" };
    try {
      return await runRemote(client, command, new AbortController().signal, () => undefined);
    } finally {
      client.end();
      relay.close();
      server.close();
    }
  };

  it("succeeds with what it wrote", async () => {
    assert.deepEqual(await run(0), { stdout: "done", stderr: "" });
  });

  it("fails with its own code", async () => {
    await assert.rejects(run(3), /^Error: Process exited with status 3: running "quick":\ndone/);
  });
});
