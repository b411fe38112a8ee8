import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { RequestListener, Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { openStackEngine } from "../../../release/engine/client";
import {
  chooseVersion,
  connectionFailure,
  openEngine,
  parseEndpoint,
  ping,
  reasonOf,
} from "../../../toolchain/engine";

describe("engine: opening", () => {
  let folder: string;
  let server: Server | undefined;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "palier-engine-"));
  });
  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
    server = undefined;
    rmSync(folder, { recursive: true });
  });

  async function answering(listener: RequestListener): Promise<ReturnType<typeof parseEndpoint>> {
    const path = join(folder, "engine.sock");
    const started = createServer(listener);
    server = started;
    await new Promise<void>((resolve) => {
      started.listen(path, resolve);
    });
    return parseEndpoint(`unix://${path}`);
  }

  const version = { Version: "20.10.24", ApiVersion: "1.41", MinAPIVersion: "1.12" };

  it("asks the engine who it is and speaks the version this project is made for", async () => {
    const endpoint = await answering((_, response) => response.end(JSON.stringify(version)));
    assert.deepEqual(await ping(endpoint), {
      version: "20.10.24",
      apiVersion: "1.41",
      minApiVersion: "1.12",
    });
    const { docker } = await openEngine(endpoint);
    assert.equal((docker.modem as { version?: string }).version, "v1.41");
  });

  it("speaks the nearest version of an engine that does not have this one", () => {
    const engine = (apiVersion: string, minApiVersion: string): string =>
      chooseVersion({ version: "", apiVersion, minApiVersion });
    assert.deepEqual(
      [engine("1.52", "1.44"), engine("1.40", "1.12"), engine("1.52", "1.24")],
      ["1.44", "1.40", "1.41"],
    );
  });

  it("does not mistake another server for an engine", async () => {
    const endpoint = await answering((_, response) => response.end("<html>"));
    await assert.rejects(ping(endpoint), /something else than a Docker engine answers there/);
  });

  it("gives up on an engine that does not answer", async () => {
    const endpoint = await answering(() => undefined);
    await assert.rejects(ping(endpoint, 100), /does not answer within 0\.1 s; check the address/);
  });

  it("says that there is no socket", async () => {
    const endpoint = parseEndpoint(`unix://${folder}/nothing.sock`);
    await assert.rejects(
      ping(endpoint),
      /^EngineUnavailable: The Docker engine at unix:.*nothing\.sock is not usable: there is no such socket; start/,
    );
  });

  it("does not follow DOCKER_HOST when another address was asked for", async () => {
    const endpoint = await answering((_, response) => response.end(JSON.stringify(version)));
    const before = process.env.DOCKER_HOST;
    process.env.DOCKER_HOST = "tcp://127.0.0.1:9";
    try {
      assert.equal((await ping(endpoint)).version, "20.10.24");
    } finally {
      if (before === undefined) delete process.env.DOCKER_HOST;
      else process.env.DOCKER_HOST = before;
    }
  });

  it("names the certificate file that is missing", async () => {
    const endpoint = parseEndpoint("tcp://127.0.0.1:9", { certPath: folder });
    await assert.rejects(
      ping(endpoint),
      new RegExp(
        `certificate file ${folder}/ca\\.pem cannot be read \\(ENOENT\\); .* or correct certPath\\.$`,
      ),
    );
    await assert.rejects(
      openStackEngine({ endpoint: "tcp://127.0.0.1:9", certificates: folder }),
      /into that folder or correct palier:engine\.certificates\.$/,
    );
  });

  it("tells a lost connection from an answer and from a failure of the program", () => {
    const endpoint = parseEndpoint("unix:///x.sock");
    const made = (fields: object): Error => Object.assign(new Error("failed"), fields);
    assert.match(
      connectionFailure(made({ code: "ECONNREFUSED" }), endpoint)?.message ?? "",
      /refused/,
    );
    assert.match(
      connectionFailure(made({ code: "EACCES", syscall: "connect" }), endpoint)?.message ?? "",
      /group docker/,
    );
    assert.equal(connectionFailure(made({ code: "ENOENT", syscall: "open" }), endpoint), undefined);
    assert.equal(
      connectionFailure(made({ statusCode: 500, code: "ECONNREFUSED" }), endpoint),
      undefined,
    );
    assert.equal(connectionFailure(new Error("cannot be read (ENOENT)"), endpoint), undefined);
  });

  it("takes the client's decoration off what the engine said", () => {
    const error = Object.assign(
      new Error("(HTTP code 404) no such container - No such image: x:1 "),
      { statusCode: 404 },
    );
    assert.equal(reasonOf(error), "No such image: x:1");
    assert.equal(
      reasonOf(Object.assign(new Error("x"), { json: { message: "two\nlines." } })),
      "two lines",
    );
  });
});
