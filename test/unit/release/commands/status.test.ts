import assert from "node:assert/strict";

import type { ApplicationStatus, StackStatus } from "../../../../release/commands/status/model";
import { findProblems } from "../../../../release/commands/status/problems";
import { renderStatus } from "../../../../release/commands/status/render";
import { anne, entryOf, releaseOf } from "../../../fixtures/journal";

const healthy: ApplicationStatus = {
  name: "exam",
  url: "https://exam.example.org/",
  inService: { release: releaseOf("1.1.0"), since: "2026-01-02T10:16:00.000Z", by: anne },
  declared: releaseOf("1.1.0"),
  pending: false,
  users: "open",
  until: undefined,
  processes: [
    { process: "web", wanted: 2, running: 2, healthy: 2, starting: 0 },
    { process: "worker", wanted: 1, running: 1, healthy: 1, starting: 0 },
  ],
  services: [{ name: "database", state: "healthy" }],
  releases: [
    entryOf(3, "1.1.0", "1.2.0", {
      outcome: "undone",
      reason:
        "Container palier-prod-exam-web-8a72c does not stay up: it ended with exit code 1 because of its settings",
    }),
    entryOf(2, "1.0.0", "1.1.0", { maintenanceMilliseconds: 32_000 }),
  ],
  unfinished: [],
  lock: undefined,
  restorePoints: [],
  lastDrill: undefined,
  problems: [],
};

const lock = (state: "alive" | "ended" | "unknown"): ApplicationStatus["lock"] => ({
  id: "1",
  holder: { actor: anne, since: "2026-01-04T10:15:00.000Z" },
  state,
});

function shown(status: ApplicationStatus): string {
  const stack: StackStatus = {
    stack: "prod",
    proxy: { name: "proxy", state: "healthy" },
    applications: [status],
    problems: status.problems,
  };
  return renderStatus(stack, new Date("2026-01-04T12:16:00.000Z")).join("\n");
}

describe("the status of a stack", () => {
  it("says what runs, since when, and what the last releases did", () => {
    assert.equal(
      shown(healthy),
      `\
exam  https://exam.example.org/
  in service      1.1.0 (eeeeeeeeeeee) since 2026-01-02 10:16 UTC (2 d 2 h), by
                  anne@server
  users           on the application
  web             2 of 2 healthy
  worker          1 of 1 healthy
  database        healthy
  restore points  0
  restore drill   none yet

  releases (UTC)    from → to      outcome   took     maintenance
  2026-01-03 10:15  1.1.0 → 1.2.0  undone    1.0 min  -
    Container palier-prod-exam-web-8a72c does not stay up: it ended with exit
    code 1 because of its settings
  2026-01-02 10:15  1.0.0 → 1.1.0  released  1.0 min  32 s

proxy healthy

all is well`,
    );
  });

  it("says what was interrupted, and what needs somebody", () => {
    const facts: ApplicationStatus = {
      ...healthy,
      declared: releaseOf("1.2.0"),
      pending: true,
      users: "maintenance",
      until: "14:35 (Europe/Paris)",
      processes: [
        { process: "web", wanted: 2, running: 1, healthy: 0, starting: 0 },
        { process: "worker", wanted: 1, running: 1, healthy: 0, starting: 1 },
      ],
      releases: [],
      unfinished: [{ id: "20260104T101500Z-0000", lastStep: "change-data" }],
      lock: lock("ended"),
    };
    assert.equal(
      shown({ ...facts, problems: findProblems("prod", facts) }),
      `\
exam  https://exam.example.org/
  in service      1.1.0 (eeeeeeeeeeee) since 2026-01-02 10:16 UTC (2 d 2 h), by
                  anne@server
  declared        1.2.0 (ffffffffffff), not in service: make up STACK=prod
  users           on the maintenance page, told to come back at 14:35
                  (Europe/Paris)
  web             1 of 2 running, 1 not healthy
  worker          1 of 1 running, 1 starting
  database        healthy
  restore points  0
  restore drill   none yet
  unfinished      20260104T101500Z-0000, begun as far as "change-data"
  lock            anne@server, process 4711, since 2026-01-04 10:15 UTC: ended;
                  the next make up takes the lock over

proxy healthy

needs somebody:
  - a release of exam was interrupted (20260104T101500Z-0000): make up
    STACK=prod settles it
  - exam web has 1 of 2 running: make up STACK=prod`,
    );
  });

  it("fits a terminal of 80 columns", () => {
    const widest = Math.max(
      ...shown(healthy)
        .split("\n")
        .map((line) => line.length),
    );
    assert.ok(widest <= 80, String(widest));
  });
});

describe("what needs somebody", () => {
  const problems = (changes: Partial<ApplicationStatus>): string[] =>
    findProblems("prod", { ...healthy, ...changes });

  it("is nothing when all is well, or only something newer is declared", () => {
    assert.deepEqual(problems({}), []);
    assert.deepEqual(problems({ pending: true, declared: releaseOf("2") }), []);
  });

  it("is nothing while a release is at work, whatever it has stopped and closed", () => {
    const down = [{ process: "worker", wanted: 1, running: 0, healthy: 0, starting: 0 }];
    const work = { lock: lock("alive"), users: "maintenance" as const, processes: down };
    assert.deepEqual(problems({ ...work, unfinished: [{ id: "x", lastStep: "open" }] }), []);
  });

  it("is a process or a service that does not run", () => {
    const down = [{ process: "worker", wanted: 1, running: 0, healthy: 0, starting: 0 }];
    assert.deepEqual(problems({ processes: down }), [
      "exam worker has 0 of 1 running: make up STACK=prod",
    ]);
    const sick = [{ process: "web", wanted: 2, running: 2, healthy: 1, starting: 0 }];
    assert.deepEqual(problems({ processes: sick }), [
      "exam web has 1 unhealthy: make logs STACK=prod APP=exam PROCESS=web shows why",
    ]);
    const fresh = [{ process: "web", wanted: 2, running: 2, healthy: 1, starting: 1 }];
    assert.deepEqual(problems({ processes: fresh }), []);
    assert.deepEqual(problems({ services: [{ name: "cache", state: "stopped" }] }), [
      "exam cache does not run: make up STACK=prod",
    ]);
  });

  it("is a lock of which nobody here knows whether its release lives", () => {
    const [line, ...more] = problems({
      lock: lock("unknown"),
      unfinished: [{ id: "x", lastStep: undefined }],
    });
    assert.deepEqual(more, []);
    assert.match(line ?? "", /anne@server, process 4711; .*: make unlock STACK=prod APP=exam$/);
  });

  it("is a maintenance page that no release shows", () => {
    assert.deepEqual(problems({ users: "maintenance" }), [
      "users of exam see the maintenance page, and no release is at work: make up STACK=prod",
    ]);
  });

  it("is a restore drill that failed, until another one went well, and its age is shown", () => {
    const drill = {
      id: "20260103T121500Z-0000",
      application: "exam",
      actor: anne,
      startedAt: "2026-01-03T12:15:00.000Z",
      endedAt: "2026-01-03T12:16:00.000Z",
      outcome: "failed",
      reason: "it differs",
      version: "1.1.0",
      bytes: undefined,
      takeMilliseconds: undefined,
      restoreMilliseconds: undefined,
      covered: undefined,
    } as const;
    const [problem = "", ...others] = findProblems("prod", { ...healthy, lastDrill: drill });
    assert.match(
      problem,
      /^the last restore drill of exam failed, .*make journal STACK=prod APP=exam/,
    );
    assert.deepEqual(others, []);
    const ok = { ...healthy, lastDrill: { ...drill, outcome: "ok", reason: undefined } as const };
    assert.deepEqual(findProblems("prod", ok), []);
    assert.match(shown(ok), /^  restore drill   ok, 2026-01-03 12:16 UTC \(1 d 0 h ago\)$/m);
  });

  it("is a release that stayed although it failed, until another one went well", () => {
    const kept = entryOf(3, "1.0.0", "1.1.0", { outcome: "kept" });
    assert.match(
      problems({ releases: [kept] }).join(),
      /exam 1\.1\.0 .* although its release failed/,
    );
    assert.deepEqual(problems({ releases: [entryOf(4, "1.1.0", "1.1.0"), kept] }), []);
  });

  it("is an application that was never released", () => {
    assert.deepEqual(problems({ inService: undefined, releases: [], processes: [] }), [
      "exam was never released: make up STACK=prod",
    ]);
  });
});
