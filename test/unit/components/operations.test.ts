import assert from "node:assert/strict";

import { renderNginx, renderUpstream } from "../../../nginx";
import type { ConfigureProxyInput, ReleaseInput } from "../../../spec/operations";
import { copies, development } from "../../fixtures/stack-config";
import { secretIn } from "../../support/mocks";
import { commandType, containerType, find, ofType, runProgram, type ProgramRun } from "./program";

const config = {
  ...development,
  applications: { copies, marks: { ...copies, host: "marks.localhost", aliases: ["m.localhost"] } },
};

/** Input of an operation without secrets. */
function inputOf(run: ProgramRun, name: string): unknown {
  const { stdin } = find(run, commandType, name).inputs;
  assert.equal(typeof stdin, "string");
  return JSON.parse(stdin as string);
}

/** A value as it looks after its way through JSON. */
function plain<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value)) as Value;
}

describe("every operation", () => {
  it("is a run of release/main.ts that shows its progress and keeps its input off the command line", async () => {
    const run = await runProgram(config);
    const commands = ofType(run, commandType);
    assert.equal(commands.length, 13);
    for (const { name, inputs } of commands) {
      const operation = name.endsWith("-fill")
        ? "fill-volume"
        : name === "proxy-configure"
          ? "configure-proxy"
          : "release";
      const { stdin, triggers, environment, ...rest } = inputs;
      assert.ok(stdin !== undefined && (triggers === undefined || Array.isArray(triggers)));
      assert.deepEqual(rest, {
        create: `node --require ./register.cjs release/main.ts ${operation}`,
        logging: "stderr",
        addPreviousOutputInEnv: false,
      });
      // Without it, a preview could not tell policies which files an unknown input holds.
      const { files, labels } = JSON.parse((secretIn(stdin) ?? stdin) as string) as {
        files?: readonly { path: string }[];
        labels?: Readonly<Record<string, string>>;
      };
      const shown = files && {
        PALIER_COMPONENT: labels?.["palier.component"],
        PALIER_FILES: files.map(({ path }) => path).join("\n"),
      };
      assert.deepEqual(environment, shown, name);
    }
  });
});

describe("the configuration of the proxy", () => {
  let run: ProgramRun;

  before(async () => {
    run = await runProgram(config);
  });

  it("comes with both slots, the certificates' names and the start of every application", () => {
    const { proxy, engine } = run.spec;
    const { sites } = proxy.configuration;
    const expected: ConfigureProxyInput = {
      engine,
      container: {
        name: "palier-local-proxy",
        image: proxy.container.image,
        user: "101:101",
        mounts: proxy.container.mounts,
        tmpfs: proxy.container.tmpfs,
        labels: proxy.container.labels,
      },
      volume: "palier-local-proxy-configuration",
      tls: { source: "local-ca" },
      hosts: { copies: ["copies.localhost"], marks: ["marks.localhost", "m.localhost"] },
      nginx: { version: "1.22.1", openssl: "3.0.17" },
      slots: {
        a: renderNginx(proxy.configuration, "a"),
        b: renderNginx(proxy.configuration, "b"),
      },
      pointers: {
        a: "include /etc/palier/nginx/a/main.conf;",
        b: "include /etc/palier/nginx/b/main.conf;",
      },
      closedUpstreams: Object.fromEntries(
        sites.map((site) => [site.application, renderUpstream(site, { state: "starting" })]),
      ),
    };
    const input = inputOf(run, "proxy-configure") as ConfigureProxyInput;
    const pointers = Object.fromEntries(
      Object.entries(input.pointers).map(([slot, text]) => [slot, text.trim().split("\n").at(-1)]),
    );
    assert.deepEqual({ ...input, pointers }, plain(expected));
    assert.equal(sites.length, 2);
  });

  it("is in place before the proxy starts, and a change of it does not replace the proxy", () => {
    const { dependsOn, inputs } = find(run, containerType, "proxy");
    assert.ok(dependsOn.includes(`${commandType} proxy-configure`));
    assert.ok(!JSON.stringify(inputs).includes("palier.files"));
  });

  it("is written again when its volume was removed", async () => {
    const repaired = await runProgram(config, { repairs: { proxy: "gone" } });
    const { triggers } = find(repaired, commandType, "proxy-configure").inputs;
    assert.deepEqual(triggers, ["gone"]);
  });
});

describe("the release of an application", () => {
  it("takes exactly this input", async () => {
    const run = await runProgram(config, { repairs: { marks: "found stopped" } });
    const [copiesSpec, marksSpec] = run.spec.applications;
    const site = run.spec.proxy.configuration.sites.find((one) => one.application === "marks");
    const web = marksSpec?.processes.find(({ name }) => name === "web");
    assert.ok(copiesSpec && marksSpec && site && web);
    const grace = (name: string) =>
      marksSpec.processes.find((one) => one.name === name)?.containers[0]?.stopGraceSeconds ?? -1;
    const released = (
      name: string,
      kind: "web" | "worker" | "scheduler",
      ...containers: string[]
    ) => ({ name, kind, containers, stopGraceSeconds: grace(name) });
    const expected: ReleaseInput = {
      engine: run.spec.engine,
      stack: "local",
      application: "marks",
      release: marksSpec.release,
      processes: [
        released("web", "web", "marks-web-1-id", "marks-web-2-id"),
        released("beat", "scheduler", "marks-beat-id"),
        released("worker", "worker", "marks-worker-1-id"),
      ],
      tasks: marksSpec.tasks,
      lifecycle: marksSpec.lifecycle,
      proxy: {
        container: "palier-local-proxy",
        volume: "palier-local-proxy-configuration",
        helperImage: run.spec.proxy.container.image,
        upstreamFile: "upstreams/marks.conf",
        site,
        aliases: { web: web.alias },
        httpsPort: 8443,
      },
      readiness: {
        host: "marks.localhost",
        alias: web.alias,
        port: 8000,
        path: marksSpec.health.ready,
      },
      journalVolume: "palier-local-journal",
      repair: "found stopped",
    };
    const input = inputOf(run, "marks-release") as ReleaseInput;
    const byName = (one: { readonly name: string }, other: { readonly name: string }) =>
      one.name < other.name ? -1 : 1;
    const ordered = (one: ReleaseInput) => ({
      ...one,
      processes: [...one.processes].sort(byName),
    });
    assert.deepEqual(ordered(input), plain(ordered(expected)));
    assert.equal((inputOf(run, "copies-release") as ReleaseInput).repair, "");
    assert.deepEqual(
      input.tasks.map(({ name }) => name),
      ["collectstatic", "ensure-admin"],
    );
  });

  it("says to policies whether a person consents to migrations and whether a restore point is taken", async () => {
    const run = await runProgram(config);
    const { inputs } = find(run, "palier:release:Release", "copies-release");
    assert.deepEqual([inputs.migrations, inputs.restorePoint], ["unattended", true]);
  });

  it("runs after its containers, its services and the proxy, and holds no secret", async () => {
    const run = await runProgram(config);
    const { dependsOn, inputs, readsFrom } = find(run, commandType, "copies-release");
    assert.deepEqual(
      dependsOn.filter((one) => one.startsWith(containerType)),
      ["beat", "cache", "database", "web-1", "web-2", "worker-1"]
        .map((name) => `${containerType} copies-${name}`)
        .concat(`${containerType} proxy`),
    );
    assert.equal(secretIn(inputs.stdin), undefined);
    assert.ok(!JSON.stringify(inputs).includes("Generated-"));
    assert.deepEqual(readsFrom.stdin, [
      ...["beat", "web-1", "web-2", "worker-1"].map((name) => `${containerType} copies-${name}`),
    ]);
  });

  it("of one application does not wait for the containers of another", async () => {
    const run = await runProgram(config);
    const { dependsOn } = find(run, commandType, "copies-release");
    assert.deepEqual(
      dependsOn.filter((one) => one.includes("marks")),
      [],
    );
  });
});
