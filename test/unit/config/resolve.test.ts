import assert from "node:assert/strict";

import { django } from "../../../blueprints/django";
import { blueprints } from "../../../blueprints/registry";
import { resolve } from "../../../config/resolve";
import { canonicalCpus } from "../../../config/resolve/limits";
import type { ApplicationConfig, StackConfig } from "../../../config/stack-config";
import type { ContainerSpec } from "../../../spec/container";
import type { ApplicationSpec, DeploymentSpec } from "../../../spec/deployment";
import { imageLock } from "../../fixtures/image-lock";
import { onMariadb } from "../../fixtures/mariadb";
import { copies, development, withCopies } from "../../fixtures/stack-config";

function deployment(config: StackConfig = development, stack = "local"): DeploymentSpec {
  return resolve({ project: "palier", stack, config, images: imageLock });
}

function application(choices: Partial<ApplicationConfig> = {}): ApplicationSpec {
  const [first] = deployment(withCopies(choices)).applications;
  assert.ok(first);
  return first;
}

function containers({ processes, tasks, database, cache, lifecycle }: ApplicationSpec) {
  const services = [database, cache].flatMap((service) => (service ? [service.container] : []));
  const { migrations } = lifecycle;
  assert.ok(migrations);
  const { plan, apply, revert } = migrations;
  return [
    ...services,
    ...processes.flatMap((process) => process.containers),
    ...[...tasks, plan, apply, revert].map((task) => task.container),
  ];
}

function processOf(spec: ApplicationSpec, name: string) {
  const found = spec.processes.find((process) => process.name === name);
  assert.ok(found);
  return found;
}

const size = (memory: number | undefined, cpus?: string) => ({
  memory,
  cpus,
  cpuShares: undefined,
});

/** A duration as Go prints it. */
function goDuration(seconds: number): string {
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)];
  const end = `${seconds % 60}s`;
  if (hours > 0) return `${hours}h${minutes}m${end}`;
  return minutes > 0 ? `${minutes}m${end}` : end;
}

describe("a resolved deployment", () => {
  it("is frozen all the way down and survives being printed", () => {
    const spec = deployment();
    const visit = (value: unknown): void => {
      if (typeof value !== "object" || value === null) return;
      assert.ok(Object.isFrozen(value));
      Object.values(value).forEach(visit);
    };
    visit(spec);
    assert.deepEqual(JSON.parse(JSON.stringify(spec)), JSON.parse(JSON.stringify(deployment())));
  });

  it("leaves its input as it was", () => {
    const before = JSON.stringify(development);
    deployment();
    assert.equal(JSON.stringify(development), before);
    assert.equal(Object.isFrozen(development.applications), false);
  });

  it("takes an image of the engine's own by its ID", () => {
    const image = `sha256:${"c".repeat(64)}`;
    const { release, processes } = application({ image });
    assert.deepEqual([release.image, release.reference], [image, image]);
    assert.ok(processes.every((process) => process.containers.every((one) => one.image === image)));
  });

  it("does not depend on the order of the applications", () => {
    const other = { ...copies, host: "b.localhost" };
    const one = deployment({ ...development, applications: { a: copies, b: other } });
    const two = deployment({ ...development, applications: { b: other, a: copies } });
    assert.deepEqual(one, two);
  });

  it("names no resource after the stack", () => {
    const resources = (stack: string) =>
      [...JSON.stringify(deployment(development, stack)).matchAll(/"resource":"([^"]+)"/g)].map(
        ([, name]) => name,
      );
    assert.deepEqual(resources("local"), resources("prod"));
    assert.ok(resources("local").length > 15);
  });

  it("gives web, worker, scheduler and tasks the identical environment, without any secret", () => {
    const { processes, tasks, lifecycle } = application();
    assert.ok(lifecycle.migrations);
    const all = [
      ...processes.flatMap((process) => process.containers),
      ...[...tasks, lifecycle.migrations.plan].map((task) => task.container),
    ];
    assert.equal(all.length, 7);
    for (const { environment } of all) assert.deepEqual(environment, all[0]?.environment);
    const names = (all[0]?.environment ?? []).map((entry) => entry.split("=")[0] ?? "");
    assert.deepEqual(names, [...names].sort());
    assert.ok(names.includes("DATABASE_URL_FILE") && !names.includes("DATABASE_URL"));
  });

  it("limits migrations beside that environment, in the order of the names", () => {
    const limited = (config: StackConfig) => {
      const [one] = deployment(config).applications;
      assert.ok(one?.lifecycle.migrations);
      const { plan, apply, revert } = one.lifecycle.migrations;
      assert.deepEqual(apply.container.environment, revert.container.environment);
      const names = apply.container.environment.map((entry) => entry.split("=")[0] ?? "");
      assert.deepEqual(names, [...names].sort());
      const common = new Set(plan.container.environment);
      return apply.container.environment.filter((entry) => !common.has(entry));
    };
    const numbers = ["PALIER_LOCK_SECONDS=10", "PALIER_STATEMENT_SECONDS=600"];
    const client = "PGOPTIONS=-c lock_timeout=10s -c statement_timeout=600s";
    assert.deepEqual(limited(development), [...numbers, client]);
    assert.deepEqual(limited(onMariadb), numbers);
  });

  it("gives a release the approvals of its own image and application alone", () => {
    const approval = (application: string, digit: string) => ({
      application,
      digest: digit.repeat(64),
      approval: {
        file: `releases/${application}/${digit.repeat(64)}.yaml`,
        id: digit,
        committed: true,
        plan: "sha256:1",
        approvedBy: "Ada",
        approvedAt: "2026-01-01T00:00:00Z",
        reason: "read",
        acknowledged: [],
      },
    });
    const approvals = [approval("copies", "5"), approval("copies", "6"), approval("marks", "5")];
    const [one] = resolve({
      project: "palier",
      stack: "local",
      config: development,
      images: imageLock,
      approvals,
    }).applications;
    assert.deepEqual(one?.lifecycle.migrations?.approvals, [approvals[0]?.approval]);
  });

  it("names a secret's file in the environment only when the secret is set", () => {
    const has = (config: StackConfig) => {
      const text = JSON.stringify(deployment(config));
      return [text.includes("EMAIL_HOST_PASSWORD_FILE="), text.includes('"path":"email-password"')];
    };
    assert.deepEqual(has(development), [false, false]);
    assert.deepEqual(has({ ...development, secretKeys: ["copies-email-password"] }), [true, true]);
  });

  for (const [engine, config, scheme, standardPort] of [
    ["postgresql", development, "postgres", 5432],
    ["mariadb", onMariadb, "mysql", 3306],
  ] as const) {
    it(`takes the address of ${engine} and its parts from one declaration`, () => {
      const [{ files, database, processes } = application()] = deployment(config).applications;
      const url = files.files.find(({ path }) => path === "database-url")?.content;
      assert.ok(url?.from === "url" && database);
      const environment = processes[0]?.containers[0]?.environment ?? [];
      const { host, port, name, user, passwordSecret } = database.connection;
      assert.deepEqual(
        [url.scheme, url.host, url.port, url.path, url.user, url.secret],
        [scheme, host, standardPort, `/${name}`, user, passwordSecret],
      );
      for (const entry of [
        `DB_ENGINE=${engine}`,
        `DB_HOST=${host}`,
        `DB_PORT=${port}`,
        `DB_NAME=${name}`,
        `DB_USER=${user}`,
      ]) {
        assert.ok(environment.includes(entry), entry);
      }
    });
  }

  it("makes one container per count, which share one alias on the proxy's network", () => {
    const web = processOf(
      application({ processes: { web: { count: 3, limits: undefined } } }),
      "web",
    );
    assert.deepEqual(
      web.containers.map(({ resource, name }) => [resource, name]),
      [1, 2, 3].map((number) => [`copies-web-${number}`, undefined]),
    );
    for (const { networks, spec } of web.containers) {
      assert.deepEqual(networks.find(({ network }) => network === "palier-local-edge")?.aliases, [
        web.alias,
      ]);
      assert.equal(spec, web.containers[0]?.spec);
    }
  });

  it("gives a new release a new alias and a new hash, but no volume or network a new label", () => {
    const [one, two] = [application(), application({ version: "2.0.0" })];
    assert.notEqual(processOf(one, "web").alias, processOf(two, "web").alias);
    assert.deepEqual(
      [one.volumes, one.network, one.database],
      [two.volumes, two.network, two.database],
    );
  });

  it("changes no hash with a limit, and every hash with a value of the environment", () => {
    const specs = (choices: Partial<ApplicationConfig>) =>
      application(choices).processes.map(({ containers: [first] }) => first?.spec);
    const larger = { processes: { web: { count: undefined, limits: size(600) } } };
    assert.deepEqual(specs(larger), specs({}));
    const other = specs({ settings: { adminUsername: "root" } });
    assert.ok(specs({}).every((spec, index) => spec !== other[index]));
  });

  it("replaces the database when a file that it reads at start changes", () => {
    const spec = (memory: number) =>
      application({ database: { engine: undefined, version: undefined, limits: size(memory) } })
        .database?.container.spec;
    assert.notEqual(spec(512), spec(1024));
    assert.equal(spec(512), spec(512));
  });

  it("lets tasks and the scheduler reach the internal network only, and workers the outside where allowed", () => {
    const networks = (spec: ApplicationSpec, name: string) =>
      processOf(spec, name).containers[0]?.networks.map(({ network }) => network);
    const backend = "palier-local-copies-backend";
    assert.deepEqual(networks(application(), "beat"), [backend]);
    assert.deepEqual(networks(application(), "worker"), [backend, "palier-local-edge"]);
    assert.deepEqual(networks(application({ outbound: false }), "worker"), [backend]);
    for (const { container } of application().tasks) {
      assert.deepEqual(
        container.networks.map(({ network }) => network),
        [backend],
      );
    }
    assert.equal(application().network.internal, true);
  });

  it("lets only the declared writers write to a volume", () => {
    const spec = application();
    const writable = (one: ContainerSpec | undefined) =>
      one?.mounts.filter(({ readOnly }) => !readOnly).map(({ target }) => target);
    assert.deepEqual(writable(processOf(spec, "web").containers[0]), ["/app/media"]);
    assert.deepEqual(writable(processOf(spec, "beat").containers[0]), []);
    assert.deepEqual(writable(spec.tasks[0]?.container), ["/app/media", "/app/static"]);
  });

  it("publishes ports of the proxy alone, runs nothing as root and nothing on a writable root", () => {
    const { proxy, applications } = deployment();
    const all = [proxy.container, ...applications.flatMap(containers)];
    assert.equal(all.length, 12);
    for (const { user, readOnlyRoot, ports, resource } of all) {
      assert.match(user, /^[1-9]\d*:[1-9]\d*$/);
      assert.equal(readOnlyRoot, true);
      assert.equal(ports.length > 0, resource === "proxy");
    }
  });

  it("serves volumes read-only at the paths that the routes name", () => {
    const { container, configuration } = deployment().proxy;
    const folders = configuration.sites[0]?.routes.flatMap((route) =>
      "folder" in route ? [route.folder] : [],
    );
    assert.deepEqual(folders, ["/srv/copies/static", "/srv/copies/media"]);
    for (const folder of folders) {
      assert.equal(container.mounts.find(({ target }) => target === folder)?.readOnly, true);
    }
  });

  it("spells durations and cores as the engine hands them back", () => {
    assert.deepEqual(["1", "0.50", "2.0"].map(canonicalCpus), ["1.0", "0.5", "2.0"]);
    const text = JSON.stringify(deployment());
    for (const [, value = ""] of text.matchAll(/"(?:interval|timeout|startPeriod)":"([^"]+)"/g)) {
      const [, hours = 0, minutes = 0, seconds = 0] =
        /^(?:(\d+)h)?(?:(\d+)m)?(\d+)s$/.exec(value) ?? [];
      assert.equal(
        goDuration(Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)),
        value,
      );
    }
  });

  it("leaves the port out of addresses when it is the usual one", () => {
    const proxy = { ...development.proxy, httpsPort: 443 };
    assert.equal(
      deployment({ ...development, proxy }).applications[0]?.url,
      "https://copies.localhost/",
    );
    assert.equal(application().url, "https://copies.localhost:8443/");
  });

  it("uses no name that the database server keeps for itself", () => {
    const spec = deployment({
      ...development,
      applications: { postgres: copies, "my-app": { ...copies, host: "b.localhost" } },
    });
    assert.deepEqual(
      spec.applications.map(({ database }) => database?.connection.name),
      ["my_app", "postgres_application"],
    );
  });
});

describe("configuration files of a blueprint", () => {
  function filesOf(text: string): ApplicationSpec["files"]["files"] {
    const withFile = { ...django, configurationFiles: { "app.conf": text } };
    const { applications } = resolve(
      { project: "palier", stack: "local", config: development, images: imageLock },
      { django: withFile },
    );
    return applications[0]?.files.files ?? [];
  }

  it("are filled from the environment and lie beside the secret files", () => {
    const found = filesOf("host = {{DB_HOST}}:{{DB_PORT}}\n").at(-1);
    assert.deepEqual(found, {
      path: "configuration/app.conf",
      content: { from: "text", text: "host = copies-database:5432\n" },
      mode: "0400",
    });
  });

  it("may name no variable that is not there", () => {
    assert.throws(() => filesOf("{{NOT_THERE}}"), /names the unknown variable NOT_THERE/);
  });
});

describe("every blueprint", () => {
  for (const [kind, blueprint] of Object.entries(blueprints)) {
    it(`${kind} is registered under its own name and refers only to what it declares`, () => {
      assert.equal(blueprint.kind, kind);
      const writers = Object.values(blueprint.volumes).flatMap((volume) => volume.writers);
      const known = [
        ...Object.keys(blueprint.processes),
        "tasks",
        ...blueprint.tasks.map(({ name }) => name),
      ];
      assert.deepEqual(
        writers.filter((writer) => !known.includes(writer)),
        [],
      );
      for (const file of Object.values(blueprint.secretFiles)) {
        if (file.holds === "secret") assert.ok(Object.hasOwn(blueprint.secrets, file.secret));
      }
      for (const value of Object.values(blueprint.environment)) {
        if (value.from === "secret-file")
          assert.ok(Object.hasOwn(blueprint.secretFiles, value.file));
      }
    });
  }
});
