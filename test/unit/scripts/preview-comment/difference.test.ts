import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";

import { describeDifferences } from "../../../../scripts/preview-comment/difference";

interface Container {
  limits: { memory: number };
  environment: string[];
  labels: Record<string, string>;
  image: string;
  spec: string;
}

interface Spec {
  applications: {
    name: string;
    host: string;
    release: { image: string; version: string };
    database: { version: string; files: { files: { content: { text: string } }[] }[] };
    processes: { name: string; containers: Container[] }[];
    tasks: { name: string }[];
    lifecycle: { watch: { seconds: number }; fatalLogLines: string[] };
  }[];
  proxy: { container: Container; configuration: { sites: { bodyMegabytes: number }[] } };
}

const file = path.join(__dirname, "../../../golden/spec/prod.json");
const read = (): Spec => JSON.parse(readFileSync(file, "utf8")) as Spec;

/** "subject: line" for everything in which a changed specification differs. */
function differences(
  change: (spec: Spec, application: Spec["applications"][number]) => void,
): string[] {
  const changed = read();
  const [application] = changed.applications;
  assert.ok(application);
  change(changed, application);
  return describeDifferences(read(), changed).flatMap(({ subject, lines }) =>
    lines.map((line) => `${subject}: ${line}`),
  );
}

function process(application: Spec["applications"][number], name: string): Container[] {
  return application.processes.find((one) => one.name === name)?.containers ?? [];
}

const digest = "0123456789ab".padEnd(64, "c");

describe("the difference between two specifications", () => {
  it("is nothing for equal ones", () => {
    assert.deepEqual(
      differences(() => undefined),
      [],
    );
  });

  it("tells of more processes once", () => {
    const found = differences((_, application) => {
      const web = process(application, "web");
      web.push(...web.slice(0, 1));
    });
    assert.deepEqual(found, ["copies: web processes: 2 → 3"]);
  });

  it("tells of a size once for all containers of a process, with its unit", () => {
    const found = differences((_, application) => {
      for (const one of [...process(application, "web"), ...process(application, "worker")]) {
        one.limits.memory = 1536;
        one.spec = "changed";
      }
    });
    assert.deepEqual(found, ["copies: memory of web, worker: 1024 → 1536 MiB"]);
  });

  it("tells of another image once, by the beginning of its digest", () => {
    const found = differences((_, application) => {
      const image = `registry.example.org/palier/example-django@sha256:${digest}`;
      application.release.image = image;
      application.release.version = "1.1.0";
      for (const one of application.processes.flatMap(({ containers }) => containers)) {
        one.image = image;
        one.labels["palier.release"] = "1.1.0";
      }
    });
    assert.deepEqual(found, [
      "copies: image: registry.example.org/palier/example-django@bb859764190b… → registry.example.org/palier/example-django@0123456789ab…",
      "copies: version: 1.0.0 → 1.1.0",
    ]);
  });

  it("tells of variables by name, whether new, other, empty or gone", () => {
    const found = differences((_, application) => {
      const [web] = process(application, "web");
      assert.ok(web);
      web.environment = web.environment
        .filter((variable) => !variable.startsWith("EMAIL_PORT="))
        .map((variable) =>
          variable.replace("DEBUG=false", "DEBUG=").replace("REDIS_DB=2", "REDIS_DB=3=4"),
        );
      web.environment.push("NEW=one");
    });
    assert.deepEqual(found.sort(), [
      "copies: variable DEBUG of web: false → (empty)",
      "copies: variable EMAIL_PORT of web removed",
      "copies: variable NEW of web added: one",
      "copies: variable REDIS_DB of web: 2 → 3=4",
    ]);
  });

  it("tells of an exemption, which is a label", () => {
    const found = differences((spec) => {
      spec.proxy.container.labels["palier.exempt.require-memory-limit"] = "until 2027-01-31: soon";
    });
    assert.deepEqual(found, [
      "stack: exemption from require-memory-limit of proxy added: until 2027-01-31: soon",
    ]);
  });

  it("counts the parts where many have the same in common", () => {
    const found = differences((_, application) => {
      const owners = [
        ...application.tasks,
        ...application.processes.flatMap(({ containers }) => containers),
      ];
      for (const one of owners) {
        const { environment } =
          "container" in one ? (one.container as Container) : (one as Container);
        environment.push("NEW=one");
      }
      application.processes.push({ name: "extra", containers: process(application, "web") });
    });
    assert.deepEqual(found, [
      "copies: variable NEW of web, worker, beat, task collectstatic, task ensure-admin added: one",
      "copies: process extra added",
    ]);
  });

  it("tells that a long text changed, and never the text", () => {
    const found = differences((_, application) => {
      const content = application.database.files[0]?.files[1]?.content;
      assert.ok(content);
      content.text += "max_connections = 1\n";
      application.lifecycle.fatalLogLines.push("a", "b", "c");
    });
    assert.deepEqual(found, [
      "copies: file postgresql.conf of database changed",
      "copies: lifecycle fatal log lines changed",
    ]);
  });

  it("falls back to the path in words, and gives the proxy's part of an application to it", () => {
    const found = differences((spec, application) => {
      application.host = "new.example.org";
      application.database.version = "16";
      application.lifecycle.watch.seconds = 90;
      const [site] = spec.proxy.configuration.sites;
      assert.ok(site);
      site.bodyMegabytes = 100;
    });
    assert.deepEqual(found, [
      "copies: version of database: 15 → 16",
      "copies: host: copies.example.org → new.example.org",
      "copies: time that a release is watched: 60 → 90 seconds",
      "copies: body megabytes of proxy: 50 → 100",
    ]);
  });

  it("tells of a whole application in one line", () => {
    const added = differences((spec, application) => {
      spec.applications.push({ ...application, name: "grades" });
    });
    assert.deepEqual(added, ["grades: application added"]);
    const before = read();
    assert.deepEqual(describeDifferences(before, { ...before, applications: [] }), [
      { subject: "copies", lines: ["application removed"] },
    ]);
  });
});
