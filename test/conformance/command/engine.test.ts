import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { ROOT } from "../../support/provider";

// `make setup` puts the CLI there; PALIER_TEST_CLI names another one.
const CLI = process.env.PALIER_TEST_CLI ?? path.join(ROOT, ".palier", "pulumi", "bin", "pulumi");

const PROGRAM = `
const pulumi = require("@pulumi/pulumi");
const random = require("@pulumi/random");
const command = require("@pulumi/command");
const config = new pulumi.Config();
const password = new random.RandomPassword("password", { length: 20, minSpecial: 2, keepers: { round: config.require("round") } });
new command.local.Command("job", {
  create: config.require("create"),
  update: config.get("update"),
  delete: "echo deleted >> log",
  triggers: [config.require("trigger")],
  environment: { PASSWORD: password.result },
});
exports.password = password.result;
`;

interface Step {
  readonly op: string;
  readonly urn: string;
}

describe("plugins random and command under the real engine", function () {
  this.timeout(180_000);
  let dir: string;

  before(function () {
    if (!existsSync(CLI)) {
      console.log(`      no Pulumi CLI at ${CLI}: run make setup`);
      this.skip();
    }
    dir = mkdtempSync(path.join(tmpdir(), "palier-engine-"));
    for (const [folder, source] of [
      ["bin/pulumi-language-nodejs", "language-host"],
      ["home/plugins/resource-random-v4.21.2/pulumi-resource-random", "plugins/random"],
      ["home/plugins/resource-command-v1.2.1/pulumi-resource-command", "plugins/command"],
    ] as const) {
      const file = path.join(dir, folder);
      mkdirSync(path.dirname(file), { recursive: true });
      const start = `--require "${ROOT}/register.cjs" "${ROOT}/toolchain/${source}/main.ts"`;
      writeFileSync(file, `#!/bin/sh\nexec "${process.execPath}" ${start} "$@"\n`);
      chmodSync(file, 0o755);
    }
    mkdirSync(path.join(dir, "state"));
    symlinkSync(path.join(ROOT, "node_modules"), path.join(dir, "node_modules"));
    writeFileSync(path.join(dir, "package.json"), '{ "name": "it", "main": "index.js" }\n');
    writeFileSync(path.join(dir, "index.js"), PROGRAM);
    const runtime = "runtime: { name: nodejs, options: { typescript: false } }";
    writeFileSync(path.join(dir, "Pulumi.yaml"), `name: it\n${runtime}\n`);
  });

  after(() => {
    // A skipped suite has made no folder.
    if (existsSync(dir)) rmSync(dir, { recursive: true });
  });

  async function pulumi(...args: string[]): Promise<string> {
    // What `env.sh` has set, the policies among it, is for the stacks of the checkout.
    const own = Object.entries(process.env).filter(([name]) => !name.startsWith("PULUMI_"));
    const { stdout } = await promisify(execFile)(CLI, ["--non-interactive", ...args], {
      cwd: dir,
      maxBuffer: 64 * 1024 * 1024,
      env: {
        ...Object.fromEntries(own),
        PATH: `${path.join(dir, "bin")}:${process.env.PATH ?? ""}`,
        PULUMI_HOME: path.join(dir, "home"),
        PULUMI_BACKEND_URL: `file://${path.join(dir, "state")}`,
        PULUMI_CONFIG_PASSPHRASE: "test",
        PULUMI_SKIP_UPDATE_CHECK: "true",
        PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
        PULUMI_DISABLE_REGISTRY_RESOLVE: "true",
      },
    });
    return stdout;
  }

  /** Runs `up` after setting configuration and gives what happened to the two resources. */
  async function up(settings: Readonly<Record<string, string>> = {}): Promise<string[]> {
    for (const [key, value] of Object.entries(settings)) await pulumi("config", "set", key, value);
    const events = await pulumi("up", "--yes", "--skip-preview", "--json");
    const steps = events
      .split("\n")
      .filter((line) => line.startsWith("{"))
      .map((line) => JSON.parse(line) as { resourcePreEvent?: { metadata: Step } })
      .flatMap((event) => (event.resourcePreEvent ? [event.resourcePreEvent.metadata] : []));
    return steps
      .filter((step) => /::(password|job)$/.test(step.urn))
      .map((step) => `${step.urn.split("::").at(-1) ?? ""} ${step.op}`);
  }

  const log = (): string => readFileSync(path.join(dir, "log"), "utf8");

  it("creates, changes in place, replaces and leaves alone as the official plugins do", async () => {
    await pulumi("stack", "init", "test");
    const first = { round: "1", create: "echo created >> log", trigger: "1" };
    assert.deepEqual(await up(first), ["password create", "job create"]);
    assert.deepEqual(await up(), ["password same", "job same"]);

    assert.deepEqual(await up({ create: "echo again >> log" }), ["password same", "job update"]);
    assert.deepEqual(await up({ update: "echo updated >> log" }), ["password same", "job update"]);
    assert.equal(log(), "created\nagain\nupdated\n");

    const replaced = await up({ trigger: "2" });
    assert.deepEqual(replaced, [
      "password same",
      "job create-replacement",
      "job replace",
      "job delete-replaced",
    ]);
    assert.equal(log(), "created\nagain\nupdated\nagain\ndeleted\n");
  });

  it("draws a new password when a keeper changes, and keeps it out of the state's clear text", async () => {
    const before = (await pulumi("stack", "output", "password", "--show-secrets")).trim();
    const steps = await up({ round: "2" });
    assert.deepEqual(
      steps.filter((step) => step.startsWith("password")),
      ["password create-replacement", "password replace", "password delete-replaced"],
    );
    const after = (await pulumi("stack", "output", "password", "--show-secrets")).trim();
    assert.equal(after.length, 20);
    assert.notEqual(after, before);
    const state = await pulumi("stack", "export");
    assert.ok(state.includes('"bcryptHash"'), "the state holds the password's resource");
    assert.ok(
      !state.includes(after) && !state.includes("$2b$"),
      "neither password nor hash in clear",
    );
  });

  it("imports an existing password", async () => {
    const type = "random:index/randomPassword:RandomPassword";
    await pulumi(
      "import",
      type,
      "taken",
      "over me",
      "--yes",
      "--generate-code=false",
      "--protect=false",
    );
    const state = await pulumi("stack", "export", "--show-secrets");
    assert.match(state, /over me/);
    assert.doesNotMatch(await pulumi("stack", "export"), /over me/);
  });

  it("refreshes without a change and destroys everything", async () => {
    await pulumi("refresh", "--yes", "--skip-preview", "--expect-no-changes");
    await pulumi("destroy", "--yes", "--skip-preview");
    assert.doesNotMatch(await pulumi("stack", "export"), /randomPassword/);
    assert.match(log(), /deleted\n$/);
  });
});
