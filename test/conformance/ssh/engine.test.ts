import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

import type Dockerode from "dockerode";
import { pack } from "tar-stream";

import { execute } from "../../../release/engine/exec";
import { unframe } from "../../../release/engine/logs";
import { openStackEngine } from "../../../release/engine/client";
import { EngineUnavailable } from "../../../toolchain/engine";
import { ROOT } from "../../support/provider";
import { docker as firstEngine, image, requireImage } from "../docker/support";
import { isRunning, processesNaming, until } from "../../support/processes";
import { Lab } from "./support";

async function refusal(action: Promise<unknown>): Promise<string> {
  const error = await action.then(
    () => assert.fail("an error was expected"),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof EngineUnavailable, String(error));
  assert.ok(!/[\r\n]/.test(error.message), error.message);
  return error.message;
}

/** Everything of a stream, and how it ended. */
async function drain(stream: NodeJS.ReadableStream): Promise<{ bytes: Buffer; error?: Error }> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of stream) chunks.push(Buffer.from(chunk as Buffer));
  } catch (error) {
    return { bytes: Buffer.concat(chunks), error: error as Error };
  }
  return { bytes: Buffer.concat(chunks) };
}

/** Output of a command that has begun and goes on. */
async function begun(container: Dockerode.Container): Promise<NodeJS.ReadableStream> {
  const Cmd = ["sh", "-c", "echo begun; sleep 600"];
  const exec = await container.exec({ Cmd, AttachStdout: true });
  const stream = await exec.start({ hijack: true, stdin: false });
  await once(stream, "data");
  return stream;
}

/** What tells one engine from another. */
async function identity(docker: Dockerode): Promise<string> {
  return ((await docker.info()) as { readonly ID: string }).ID;
}

describe("an engine over ssh", function () {
  this.timeout(120_000);
  let lab: Lab;

  before(async () => {
    await requireImage();
    lab = new Lab();
    await lab.start();
    await lab.engine.takeOver(firstEngine, image);
  });
  afterEach(async () => {
    for (const { Id } of await lab.engine.docker.listContainers({ all: true })) {
      await lab.engine.docker.getContainer(Id).remove({ force: true, v: true });
    }
  });
  after(async () => {
    await lab.stop();
  });

  async function sleeper(docker: Dockerode): Promise<Dockerode.Container> {
    const container = await docker.createContainer({
      Image: image,
      Cmd: ["sleep", "600"],
      HostConfig: { NetworkMode: "none", Init: true },
    });
    await container.start();
    return container;
  }

  /** What has to work whichever way the connections take. */
  function works(): void {
    it("creates, inspects and removes, and it is the other engine that does it", async () => {
      const docker = await lab.open();
      assert.equal(await identity(docker), await identity(lab.engine.docker));
      const container = await sleeper(docker);
      assert.equal((await container.inspect()).State.Running, true);
      assert.ok((await lab.engine.docker.getContainer(container.id).inspect()).Id);
      await container.remove({ force: true });
    });

    it("runs a command in a container and gives output and exit code", async () => {
      const container = await sleeper(await lab.open());
      const { exitCode, output } = await execute(container, ["sh", "-c", "echo hello; exit 3"]);
      assert.deepEqual([exitCode, output], [3, "hello"]);
    });

    it("carries both directions of an attached command, up to the end of its input", async () => {
      const container = await sleeper(await lab.open());
      const exec = await container.exec({
        Cmd: ["cat"],
        AttachStdin: true,
        AttachStdout: true,
        Tty: false,
      });
      const stream = await exec.start({ hijack: true, stdin: true });
      const text = "x".repeat(300_000);
      stream.end(text);
      const { bytes } = await drain(stream);
      assert.equal(unframe(bytes), text);
      assert.equal((await exec.inspect()).ExitCode, 0);
    });

    it("puts an archive into a volume and takes it out again", async () => {
      const docker = await lab.open();
      const container = await docker.createContainer({
        Image: image,
        Cmd: ["sleep", "600"],
        HostConfig: { Binds: ["palier-test-ssh:/data"], NetworkMode: "none" },
      });
      const archive = pack();
      const content = Buffer.alloc(5_000_000, "palier");
      archive.entry({ name: "file" }, content);
      archive.finalize();
      await container.putArchive(archive as unknown as NodeJS.ReadableStream, { path: "/data" });
      const { bytes } = await drain(await container.getArchive({ path: "/data/file" }));
      assert.ok(bytes.includes(content));
    });

    it("builds an image", async () => {
      const docker = await lab.open();
      const context = pack();
      context.entry({ name: "Dockerfile" }, `FROM ${image}\nLABEL through=ssh\n`);
      context.finalize();
      const tag = "palier-test-ssh-built:1";
      const built = await docker.buildImage(context as unknown as NodeJS.ReadableStream, {
        t: tag,
      });
      assert.match((await drain(built)).bytes.toString(), /Successfully built/);
      const { Config } = await docker.getImage(tag).inspect();
      assert.equal(Config.Labels.through, "ssh");
    });

    it("answers twenty requests at the same time, while others are held open", async () => {
      const docker = await lab.open();
      const container = await sleeper(docker);
      const waiting = Array.from({ length: 12 }, () => container.wait() as Promise<unknown>);
      const lists = await Promise.all(
        Array.from({ length: 20 }, () => docker.listContainers({ all: true })),
      );
      assert.deepEqual(new Set(lists.map(({ length }) => length)), new Set([1]));
      await container.kill();
      assert.equal((await Promise.all(waiting)).length, 12);
    });
  }

  describe("through its forwarded socket", () => {
    works();

    it("takes port, user and name from the operator's ssh configuration", async () => {
      const docker = await lab.open(`ssh://engine-by-alias${lab.engine.socket}`);
      assert.equal(await identity(docker), await identity(lab.engine.docker));
    });

    it("is what releases use", async () => {
      const docker = await openStackEngine({ endpoint: lab.address() } as never);
      assert.ok(await docker.listContainers());
    });

    it("says that an engine has stopped, and uses it again when it is back", async () => {
      const docker = await lab.open();
      await lab.engine.stop();
      const expected = /the machine answers, but no engine behind its socket .*docker\.sock/;
      assert.match(await refusal(docker.listContainers()), expected);
      await lab.engine.start();
      assert.ok(await docker.listContainers());
    });

    it("ends a command in an error when the connection is lost, and logs in again", async () => {
      const docker = await lab.open();
      const container = await sleeper(docker);
      const stream = await begun(container);
      const [ended, waited] = [drain(stream), refusal(container.wait())];
      lab.server.dropConnections();
      assert.match((await ended).error?.message ?? "it just ended", /ssh connection was lost/);
      assert.match(await waited, /ssh connection was lost.*run the same command again/);
      assert.equal((await container.inspect()).State.Running, true);
    });

    it("does the same when the end of ssh is told late, as on a busy machine", async () => {
      await lab.server.withLingeringClient(async () => {
        // Whom no other test is: an address has one ssh for the whole process.
        const stream = await begun(await sleeper(await lab.open(lab.address("root"))));
        const ended = drain(stream);
        lab.server.dropConnections();
        assert.match((await ended).error?.message ?? "it just ended", /ssh connection was lost/);
      });
    });
  });

  describe("on a server that forbids forwarding", () => {
    before(async () => {
      await lab.restartServer(["DisableForwarding yes"]);
    });
    after(async () => {
      await lab.restartServer();
    });
    works();

    it("ends a command in an error when the connection is lost", async () => {
      const container = await sleeper(await lab.open());
      const running = refusal(execute(container, ["sleep", "600"]));
      await until("the exec", () => lab.server.connections().length > 0);
      await new Promise((resolve) => setTimeout(resolve, 300));
      lab.server.dropConnections();
      assert.match(await running, /ssh connection was lost/);
    });
  });

  describe("that cannot be used", () => {
    afterEach(() => {
      lab.reset();
    });

    it("refuses a host key that it does not know", async () => {
      await lab.restartServer();
      lab.server.forgetHostKey();
      const message = await refusal(lab.open());
      assert.match(message, /its host key is not known to this machine; log in once by hand/);
      assert.equal(readFileSync(lab.server.at("known_hosts"), "utf8"), "", "it stays unknown");
    });

    it("refuses a host key that has changed, loudly", async () => {
      await lab.server.stop();
      lab.server.changeHostKey();
      await lab.server.start();
      const message = await refusal(lab.open());
      assert.match(message, /ITS HOST KEY HAS CHANGED \(SHA256:[\w+/]+\)/);
      assert.match(message, /ssh-keygen -R '\[127\.0\.0\.1\]:\d+'/);
    });

    it("says when the key is not one that the server takes", async () => {
      await lab.restartServer();
      lab.server.makeKey("other");
      lab.server.useKey("other");
      assert.match(await refusal(lab.open()), /the login was refused \(publickey.*authorized_keys/);
    });

    it("says when nobody listens on the port", async () => {
      await lab.server.stop();
      assert.match(await refusal(lab.open()), /the connection was refused; check the port/);
      await lab.server.start();
    });

    it("says when the host name is not known", async () => {
      const message = await refusal(lab.open("ssh://deploy@engine.invalid"));
      assert.match(
        message,
        /engine at ssh:\/\/deploy@engine\.invalid is not usable: the host name/,
      );
    });

    it("says when the user may not use the socket", async () => {
      const message = await refusal(lab.open(lab.address("stranger")));
      assert.match(
        message,
        /no permission to use the socket .*; add that user to the group docker/,
      );
    });

    it("says when there is no socket", async () => {
      const message = await refusal(lab.open(lab.address("deploy", "/nowhere/docker.sock")));
      assert.match(message, /there is no socket \/nowhere\/docker\.sock on that machine/);
    });

    it("says when neither forwarding nor a Docker CLI is to be had", async () => {
      const bare = `SetEnv PATH=${lab.server.makeBarePath()}`;
      await lab.restartServer([bare, "AllowStreamLocalForwarding no"]);
      assert.match(
        await refusal(lab.open()),
        /could not be connected to; start.*AllowStreamLocalForwarding yes.*Docker CLI/,
      );
      await lab.restartServer([bare]);
      assert.ok(await (await lab.open()).listContainers(), "forwarding alone is enough");
      await lab.restartServer();
    });

    it("says when there is no ssh on this machine", async () => {
      await lab.restartServer();
      const before = process.env.PATH;
      process.env.PATH = "/nowhere";
      try {
        assert.match(await refusal(lab.open()), /program ssh was not found on this machine/);
      } finally {
        process.env.PATH = before;
      }
    });
  });

  describe("and the processes of its connection", () => {
    const script = path.join(ROOT, "test/conformance/ssh/one-request.ts");

    /** Starts a program that uses the engine; what its ssh is, once it has had an answer. */
    async function program(what: string): Promise<{
      ended: Promise<unknown>;
      ssh: number[];
      end: (signal: NodeJS.Signals) => void;
      output: () => string;
    }> {
      const args = ["--require", path.join(ROOT, "register.cjs"), script, lab.address(), what];
      // What a killed program leaves behind goes with the server's folder.
      const env = { ...process.env, TMPDIR: lab.server.at("home") };
      const child = spawn(process.execPath, args, { cwd: ROOT, detached: true, env });
      let output = "";
      child.stdout.on("data", (data: Buffer) => (output += data.toString()));
      child.stderr.on("data", (data: Buffer) => (output += data.toString()));
      const ended = once(child, "close");
      await until("an answer", () => output.includes("answered") || child.exitCode !== null);
      const ssh = [...processesNaming(lab.server.folder)]
        .filter(([pid, command]) => /\bssh -F/.test(command) && parentOf(pid) === child.pid)
        .map(([pid]) => pid);
      const end = (signal: NodeJS.Signals): void => {
        process.kill(-(child.pid ?? 0), signal);
      };
      return { ended, ssh, end, output: () => output };
    }

    function parentOf(pid: number): number {
      if (!existsSync(`/proc/${pid}/status`)) return 0;
      return Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]);
    }

    before(async () => {
      await lab.restartServer();
    });

    it("do not keep a program that has nothing more to do", async () => {
      const { ended, output } = await program("end");
      await ended;
      assert.match(output(), /answered/);
    });

    it("end with a program, even with one that is killed", async () => {
      for (const signal of ["SIGTERM", "SIGKILL"] as const) {
        const { ended, ssh, end } = await program("stay");
        assert.equal(ssh.length, 1);
        end(signal);
        await ended;
        await until(`the end of ssh after ${signal}`, () => !ssh.some(isRunning));
      }
    });

    it("survive Ctrl-C, because there may be something to undo", async () => {
      const { ended, end, output } = await program("undo");
      end("SIGINT");
      await ended;
      assert.match(output(), /undone/);
    });
  });
});
