import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

import { docker as firstEngine, image, requireImage } from "../docker/support";
import { isRunning, processesNaming, until } from "../../support/processes";
import { Project } from "../toolchain/support/project";
import { Lab } from "./support";

const program = `
import * as command from "@pulumi/command";
import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config();
const host = config.require("engine");
const provider = new docker.Provider("engine", { host, sshOpts: ["-o", "StrictHostKeyChecking=no"] });
const volume = new docker.Volume("data", { name: "palier-test-ssh-data" }, { provider });
const network = new docker.Network("inner", { name: "palier-test-ssh-inner", internal: true }, { provider });
const container = new docker.Container(
  "app",
  {
    name: "palier-test-ssh-app",
    image: "${image}",
    command: ["sh", "-c", config.require("script")],
    init: true,
    networkMode: "none",
    uploads: [{ file: "/etc/greeting", content: "hello" }],
    volumes: [{ volumeName: volume.name, containerPath: "/data" }],
    healthcheck: { tests: ["CMD", "test", "-e", "/data/ready"], interval: "1s", timeout: "1s", retries: 9 },
    wait: true,
    waitTimeout: 30,
  },
  { provider, dependsOn: network },
);
const remote = new command.remote.Command("note", {
  connection: {
    host: "127.0.0.1",
    port: config.requireNumber("port"),
    user: "deploy",
    password: config.requireSecret("password"),
  },
  create: pulumi.interpolate\`echo \${container.name} > \${config.require("note")}; cat \${config.require("note")}\`,
  delete: \`rm \${config.require("note")}\`,
});
export const noted = remote.stdout;
`;

describe("pulumi up over ssh", function () {
  this.timeout(180_000);
  let lab: Lab;
  let project: Project;
  let note: string;

  before(async () => {
    await requireImage();
    lab = new Lab();
    await lab.start();
    await lab.engine.takeOver(firstEngine, image);
    const cli = path.join(__dirname, "../../../.palier/pulumi/bin");
    project = new Project({ "index.ts": program }, { PATH: `${cli}:${lab.server.clientPath}` });
    note = path.join(lab.server.at("home"), "note");
    await project.good("stack", "init", "dev");
    const set = async (key: string, value: string, ...more: string[]): Promise<unknown> =>
      project.good("config", "set", key, value, ...more);
    await set("engine", lab.address());
    await set("port", String(lab.server.port));
    await set("note", note);
    await set("password", "correct horse 4711", "--secret");
    await set("script", "cp /etc/greeting /data/ready; sleep 600");
  });
  after(async () => {
    project.remove();
    await lab.stop();
  });

  const names = async (): Promise<string[]> =>
    (await lab.engine.docker.listContainers()).flatMap(({ Names }) => Names);

  it("previews without reaching the engine", async () => {
    await lab.server.stop();
    await project.good("preview");
    await lab.server.start();
  });

  it("creates everything on the other machine, and then has nothing to do", async () => {
    await project.good("up", "--yes", "--skip-preview");
    assert.deepEqual(await names(), ["/palier-test-ssh-app"]);
    assert.equal(readFileSync(note, "utf8"), "palier-test-ssh-app\n");
    await project.good("up", "--yes", "--refresh", "--expect-no-changes");
  });

  it("keeps the password out of everything that it shows", async () => {
    const { all } = await project.good("stack", "export");
    assert.ok(!all.includes("correct horse"));
  });

  it("says in one line why it cannot go on with an unknown host key", async () => {
    lab.server.forgetHostKey();
    await project.good("config", "set", "script", "touch /data/ready; sleep 601");
    const { code, all } = await project.pulumi("up", "--yes", "--skip-preview");
    assert.notEqual(code, 0);
    assert.match(
      all,
      /engine at ssh:\/\/deploy@127\.0\.0\.1:\d+\S* is not usable: its host key is not/,
    );
    assert.ok(!/^\s+at /m.test(all), all);
    lab.server.learnHostKey();
  });

  it("replaces, removes everything, and leaves no ssh behind", async () => {
    await project.good("up", "--yes", "--skip-preview");
    assert.deepEqual(await names(), ["/palier-test-ssh-app"]);
    await project.good("destroy", "--yes", "--skip-preview");
    assert.deepEqual(await names(), []);
    assert.ok(!existsSync(note));
    await until("the end of every ssh", () => {
      const all = [...processesNaming(lab.server.at("client/config"))];
      return !all.some(([pid, text]) => text.includes(" -F ") && isRunning(pid));
    });
  });
});
