import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";

import Docker from "dockerode";

import { waitForEnd } from "../../../toolchain/engine";

describe("waiting for the end of a container", () => {
  const folder = mkdtempSync(join(tmpdir(), "palier-wait-"));
  const socketPath = join(folder, "docker.sock");
  const container = new Docker({ socketPath }).getContainer("migrations");
  let answer: (request: IncomingMessage, response: ServerResponse) => void;
  let server: Server;

  before(async () => {
    server = createServer((request, response) => {
      answer(request, response);
    }).listen(socketPath);
    await once(server, "listening");
  });
  after(() => {
    server.close();
    server.closeAllConnections();
    rmSync(folder, { recursive: true });
  });

  /** As an engine: the head at once, the rest when the container has ended. */
  function begin(response: ServerResponse): void {
    response.writeHead(200, { "Content-Type": "application/json" });
    response.flushHeaders();
  }

  it("answers with its exit code", async () => {
    let asked = "";
    answer = ({ method = "", url = "" }, response) => {
      asked = `${method} ${url}`;
      begin(response);
      response.end('{"StatusCode":3}\n');
    };
    assert.equal(await waitForEnd(container, { condition: "next-exit" }), 3);
    assert.equal(asked, "POST /containers/migrations/wait?condition=next-exit");
  });

  it("fails when the engine dies meanwhile", async () => {
    answer = (_request, response) => {
      begin(response);
      setTimeout(() => response.socket?.destroy(), 50);
    };
    await assert.rejects(waitForEnd(container), { code: "ECONNRESET" });
  });

  it("fails when the engine ends in good order meanwhile", async () => {
    answer = (_request, response) => {
      begin(response);
      response.end();
    };
    await assert.rejects(waitForEnd(container), {
      code: "ECONNRESET",
      message: "the connection was closed before the container's end",
    });
  });

  it("tells that there is no such container", async () => {
    answer = (_request, response) => {
      response.writeHead(404, { "Content-Type": "application/json" });
      response.end('{"message":"No such container: migrations"}');
    };
    await assert.rejects(waitForEnd(container), { statusCode: 404 });
  });

  it("is given up at a signal", async () => {
    answer = (_request, response) => {
      begin(response);
    };
    const abort = AbortSignal.timeout(50);
    await assert.rejects(waitForEnd(container, { abortSignal: abort }), {
      name: /AbortError|TimeoutError/,
    });
  });
});
