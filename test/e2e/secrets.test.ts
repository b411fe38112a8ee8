import assert from "node:assert/strict";
import { readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { purge, volumesOf } from "./support/engine";
import { type Evidence, filesBelow, inspected, volumeContent } from "./support/evidence";
import { type Hit, Hunt, type Secret } from "./support/hunt";
import { buildVariant, removeVariants, tagOf, type VariantName } from "./support/variants";
import { EngineWatch, ProcessWatch, shownProcesses } from "./support/watch";
import { Workspace } from "./support/workspace";

const stack = "canary";
const ports = { http: 17380, https: 17343 };

/** With everything that one tool or another escapes. Its two ends are looked for. */
const [head, tail] = ["KanarieHead7f3aQ9", "KanarieTail5tRw20m"];
const emailPassword = `${head} "quoted"\\back/slash%&'$é\t${tail}`;
const passphrase = "KanariePassphrase3kd9Lq7Vb";

/** No secret, and in whatever names what is deployed: had a secret been there, it had been found as well. */
const version = "9.9.9-control4Qz81Vw";
const control: Secret = { name: "control", value: "control4Qz81Vw" };

/** Kinds of places in which the control has to be found. */
const naming = [
  "container log",
  "environment",
  "events",
  "failed update",
  "inspect",
  "operator",
  "preview",
  "state",
  "update",
  "volume",
  "workspace",
];

/** Kinds of places that do not name a version, and must have been looked at all the same. */
const others = ["changed files", "command line", "docker top", "engine log", "history", "refusal"];

/** Volumes that hold secrets, because it is what they are for. */
const holding = [
  `palier-${stack}-copies-cache-configuration`,
  `palier-${stack}-copies-database-secrets`,
  `palier-${stack}-copies-secrets`,
  `palier-${stack}-proxy-configuration`,
];

/** Files that hold secrets, and nobody but their owner may read them. */
const siteKey = `.palier/ca/${stack}.localhost.key`;
const ownerOnly = [".palier/passphrase", ".palier/ca/ca.key", siteKey];

/** Name of the resource of a password that the database's image hands to what it starts for the first start. */
const administrator = "copies-database-superuser-password";

/** Whether a secret has to be where it was found. */
function isMeant({ place, secret }: Hit): boolean {
  const [kind, what = ""] = place.split(": ");
  if (kind === "volume") return holding.includes(what);
  if (kind === "workspace") return ownerOnly.includes(what);
  // For some seconds, and for the database's own user; what runs later is looked at by itself.
  return kind === "database's container" && secret === administrator;
}

describe("the secrets of a stack", function () {
  this.timeout(600_000);
  const evidence: Evidence[] = [];
  const processes = new ProcessWatch();
  const engine = new EngineWatch(stack);
  let workspace: Workspace;
  let secrets: Secret[];

  before(async () => {
    await purge(stack);
    workspace = new Workspace(stack, ports);
    const began = Date.now();
    await prepare();
    processes.start();
    await engine.start();
    try {
      await live();
    } finally {
      await engine.stop();
      processes.stop();
    }
    await gather(began);
    secrets = await allSecrets();
  });

  after(async () => {
    processes.stop();
    await purge(stack);
    await removeVariants();
    workspace.remove();
  });

  it("show nowhere but where they have to be", () => {
    const found = search(secrets).found();
    assert.deepEqual(
      found.filter((hit) => !isMeant(hit)),
      [],
    );
  });

  it("are where they have to be, so that they were looked for rightly", () => {
    const found = search(secrets).found();
    for (const { name } of secrets)
      assert.ok(
        found.some((hit) => hit.secret === name && isMeant(hit)),
        `${name} was found nowhere`,
      );
    for (const volume of holding)
      assert.ok(
        found.some(({ place }) => place === `volume: ${volume}`),
        volume,
      );
  });

  it("were looked for in every kind of place, where anything else is found", () => {
    const hunt = search([control]);
    const found = new Set(hunt.found().map(({ place }) => place.split(": ")[0]));
    assert.deepEqual(
      naming.filter((kind) => !found.has(kind)),
      [],
    );
    for (const kind of others) assert.ok((hunt.lookedAt().get(kind) ?? 0) > 0, kind);
  });

  it("would be found in every form in which tools write values", () => {
    const value = passphrase;
    const written = {
      "as it is": value,
      "in an address": `redis://:${encodeURIComponent(value)}@cache`,
      "in JSON in JSON": JSON.stringify(JSON.stringify({ value })),
      "in hexadecimal digits": Buffer.from(`x${value}`).toString("hex"),
      "cut off": value.slice(0, 15),
      ...Object.fromEntries(
        ["", "x", "xy"].flatMap((before) => [
          [`in base64 after "${before}"`, Buffer.from(`${before}${value}?`).toString("base64")],
          [
            `in base64url after "${before}"`,
            Buffer.from(`${before}${value}`).toString("base64url"),
          ],
        ]),
      ),
    };
    const hunt = new Hunt([{ name: "planted", value }]);
    for (const [form, text] of Object.entries(written)) hunt.look(form, `before ${text} after`);
    hunt.look("something else", "KanarieHead, Passphrase, 3kd9Lq7V");
    const places = [...new Set(hunt.found().map(({ place }) => place))];
    assert.deepEqual(places, Object.keys(written));
  });

  it("are in files that their owner alone may read", () => {
    for (const path of ownerOnly)
      assert.equal(statSync(join(workspace.folder, path)).mode & 0o777, 0o600, path);
  });

  function search(wanted: readonly Secret[]): Hunt {
    const hunt = new Hunt(wanted);
    for (const { place, content } of evidence) hunt.look(place, content);
    return hunt;
  }

  async function prepare(): Promise<void> {
    await buildVariant("prints-environment");
    await buildVariant("migrating");
    workspace.configure(["palier:applications", "copies", "processes", "web", "count"], 1);
    workspace.configure(["palier:applications", "copies", "version"], version);
    workspace.configure(["palier:applications", "copies", "release"], { watch: { seconds: 0 } });
    writeFileSync(join(workspace.folder, ".palier", "passphrase"), `${passphrase}\n`);
    await workspace.initialise();
  }

  /** Everything that prints, from the first update on: good and failed ones, refusals, and what operators ask. */
  async function live(): Promise<void> {
    await setSecret("palier:copies-email-password");
    await pulumi("update: first", "up --yes --diff --debug -v=9 --logtostderr --logflow");
    await refusals();
    await declare("prints-environment", `${version}-b`);
    await pulumi("failed update: release", "up --yes --skip-preview", { fails: true });
    await declare("migrating", `${version}-c`);
    await pulumi("preview: diff", "preview --diff");
    await pulumi("preview: json", "preview --json");
    const streamed = { PULUMI_ENABLE_STREAMING_JSON_PREVIEW: "true" };
    await pulumi("preview: streamed", "preview --json", { env: streamed });
    const plan = { PLAN: ".palier/plan.json", PALIER_SHOW_LOGINS: "0" };
    await script("preview", plan);
    for (const name of ["guard", "plan"]) await script(name);
    await script("up", plan);
    for (const name of ["status", "journal", "logs", "policies", "audit", "enter"])
      await script(name);
    for (const name of ["status", "journal"]) await script(name, { JSON: "1" });
    for (const words of ["stack export", "stack output --json", "stack history --json"])
      await pulumi(`state: ${words}`, words);
    await pulumi("state: config", "config --json");
  }

  /** Mistakes beside a secret, and with one. */
  async function refusals(): Promise<void> {
    const before = workspace.stackFile();
    const file = join(workspace.folder, `Pulumi.${stack}.yaml`);
    workspace.configure(["palier:copies-email-password"], emailPassword);
    workspace.configure(["palier:proxy", "httpPort"], 70_000);
    await pulumi("refusal: in clear", "preview", { fails: true });
    rmSync(file);
    writeFileSync(file, before);
    for (const key of ["palier:copies-emial-password", "palier:tier"]) {
      await setSecret(key);
      await pulumi(`refusal: ${key}`, "preview", { fails: true });
      writeFileSync(file, before);
    }
  }

  async function setSecret(key: string): Promise<void> {
    const file = join(workspace.folder, ".palier", "given");
    writeFileSync(file, emailPassword, { mode: 0o600 });
    const command = `source ./env.sh && pulumi config set --secret ${key} --stack ${stack} < .palier/given`;
    await run(`config: ${key}`, command);
    rmSync(file);
  }

  async function declare(variant: VariantName, newVersion: string): Promise<void> {
    workspace.lockImage(tagOf(variant), await buildVariant(variant));
    workspace.configure(["palier:applications", "copies", "image"], tagOf(variant));
    workspace.configure(["palier:applications", "copies", "version"], newVersion);
  }

  function pulumi(
    place: string,
    words: string,
    {
      env = {},
      fails = false,
    }: { readonly env?: NodeJS.ProcessEnv; readonly fails?: boolean } = {},
  ): Promise<void> {
    const command = `source ./env.sh && pulumi ${words} --non-interactive --stack ${stack}`;
    return run(place, command, env, fails);
  }

  function script(name: string, env: NodeJS.ProcessEnv = {}): Promise<void> {
    return run(`operator: ${name}`, `scripts/${name}.sh`, env);
  }

  async function run(
    place: string,
    command: string,
    env: NodeJS.ProcessEnv = {},
    fails = false,
  ): Promise<void> {
    const { code, output } = await workspace.shell(command, env);
    assert.equal(code !== 0, fails, `${place}: ${output.slice(-5000)}`);
    evidence.push({ place, content: withoutEngineLog(output) });
  }

  async function gather(began: number): Promise<void> {
    const { folder } = workspace;
    const shared = /^(node_modules|test|\.palier\/(pulumi|cache|stamps))(\/|$)/;
    evidence.push(
      ...filesBelow("workspace", folder, (path) => !shared.test(path)),
      ...filesBelow("engine log", join(folder, ".palier", "pulumi", "logs"), undefined, began),
      ...filesBelow("temporary", tmpdir(), (path) => isFile(join(tmpdir(), path)), began),
      ...(await inspected(stack)),
    );
    for (const name of await volumesOf(stack))
      evidence.push({ place: `volume: ${name}`, content: await volumeContent(stack, name) });
    for (const [place, texts] of engine.places) evidence.push({ place, content: texts.join("\n") });
    for (const { command, environment } of processes.seen()) {
      const shown = command.replaceAll(/[\0\s]+/g, " ").slice(0, 100);
      evidence.push({ place: `command line: ${shown}`, content: command });
      const kind = environment.includes("PGDATA=") ? "database's container" : "environment";
      evidence.push({ place: `${kind}: ${shown}`, content: environment });
    }
    for (const { command, environment } of shownProcesses())
      evidence.push({ place: `environment: ${command.slice(0, 100)}`, content: environment });
  }

  async function allSecrets(): Promise<Secret[]> {
    const generated = await generatedSecrets();
    assert.ok(generated.some(({ name }) => name === administrator));
    return [
      { name: "beginning of the e-mail password", value: head },
      { name: "end of the e-mail password", value: tail },
      { name: "passphrase", value: passphrase },
      { name: "key of the authority", value: privatePart(".palier/ca/ca.key") },
      { name: "key of the site", value: privatePart(siteKey) },
      ...generated,
    ];
  }

  async function generatedSecrets(): Promise<Secret[]> {
    const { output } = await workspace.shell(
      `source ./env.sh && pulumi stack export --show-secrets --stack ${stack} 2>/dev/null`,
    );
    const { deployment } = JSON.parse(output) as {
      deployment: {
        resources: { urn: string; type: string; outputs?: { result: { plaintext: string } } }[];
      };
    };
    return deployment.resources.flatMap(({ urn, type, outputs }) =>
      type.startsWith("random:") && outputs !== undefined
        ? [
            {
              name: urn.split("::").at(-1) ?? "",
              value: String(JSON.parse(outputs.result.plaintext)),
            },
          ]
        : [],
    );
  }

  /** Of a key on a curve of 256 bits: what comes before its number is the same in all of them. */
  function privatePart(path: string): string {
    const key = readFileSync(join(workspace.folder, path), "utf8");
    return key.replaceAll(/-----[^-]+-----|\s/g, "").slice(48, 90);
  }
});

/** Without the lines of the engine's own log, which at level 9 shows every value that passes, as its documentation says. */
function withoutEngineLog(output: string): string {
  return output
    .split("\n")
    .filter((line) => !/^\{"time":.*"v":\d+\}$/.test(line))
    .join("\n");
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
