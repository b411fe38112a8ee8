import assert from "node:assert/strict";

import { resolve } from "../../../../config/resolve";
import { judge, type Report } from "../../../../scripts/guard/judge";
import { renderReport } from "../../../../scripts/guard/render";
import type { DeploymentSpec } from "../../../../spec/deployment";
import type { ChangesSpec, OverrideSpec } from "../../../../spec/guard";
import { imageLock } from "../../../fixtures/image-lock";
import { development } from "../../../fixtures/stack-config";

const canary = "canary-1b8d";
const now = new Date("2027-01-15T10:00:00Z");
const volumeType = "docker:index/volume:Volume";
const containerType = "docker:index/container:Container";
const passwordType = "random:index/randomPassword:RandomPassword";

function spec(overrides: OverrideSpec[] = [], changes: Partial<ChangesSpec> = {}): DeploymentSpec {
  const whole = { timeZone: undefined, window: undefined, freezes: [], ...changes };
  const config = {
    ...development,
    overrides,
    changes: { maximumReplacements: undefined, ...whole },
  };
  return resolve({ project: "palier", stack: "prod", config, images: imageLock });
}

function urn(type: string, name: string): string {
  return `urn:pulumi:prod::palier::palier:storage:Storage$${type}::${name}`;
}

interface Sides {
  readonly before?: object;
  readonly after?: object;
  readonly protect?: boolean;
  readonly paths?: readonly string[];
}

/** A step as `pulumi preview --json` prints it, with a value on both sides. */
function step(op: string, type: string, name: string, sides: Sides = {}): object {
  const { before = {}, after = {}, protect = false, paths = [] } = sides;
  const state = (inputs: object) => ({ inputs: { envs: [canary], ...inputs }, protect });
  return {
    op,
    urn: urn(type, name),
    oldState: op === "create" ? undefined : state(before),
    newState: op === "delete" ? undefined : state(after),
    detailedDiff: Object.fromEntries(paths.map((path) => [path, { kind: "update" }])),
  };
}

function labels(values: Readonly<Record<string, string>>): object {
  return { labels: Object.entries(values).map(([label, value]) => ({ label, value })) };
}

/** What the CLI prints by default. */
function digest(steps: readonly object[], failures: readonly object[] = []): string {
  const diagnostics = failures.map((failure) => ({ severity: "error", ...failure }));
  return JSON.stringify({ steps, diagnostics, changeSummary: { same: 1 } });
}

function judged(steps: readonly object[], of = spec(), at = now): Report {
  return judge(digest(steps), of, at);
}

function override(
  allow: OverrideSpec["allow"],
  resource?: string,
  until = "2027-01-20",
): OverrideSpec {
  return { allow, resource, until, reason: "agreed with the school" };
}

describe("the guard on a preview", () => {
  it("lists changes by resource, with paths and without any value", () => {
    const report = judged([
      step("same", volumeType, "copies-media"),
      step("create", volumeType, "copies-more"),
      step("create-replacement", containerType, "copies-web-1", { paths: ["image", "envs[0]"] }),
      step("replace", containerType, "copies-web-1", { paths: ["image"] }),
      step("delete-replaced", containerType, "copies-web-1"),
      step("update", containerType, "proxy", { after: labels({}), paths: ["memory"] }),
      step("update", "pulumi:pulumi:Stack", "palier-prod"),
    ]);
    assert.deepEqual(report.changes, [
      change("copies-more", volumeType, "create", "copies"),
      change("copies-web-1", containerType, "replace", "copies", ["envs[0]", "image"]),
      change("proxy", containerType, "update", undefined, ["memory"]),
    ]);
    assert.deepEqual([report.refusals, report.succeeded, report.replacements], [[], true, 1]);
    assert.ok(!JSON.stringify(report).includes(canary));
  });

  it("notes an override that lets nothing pass, once the preview has shown everything", () => {
    const of = spec([override("delete", "archive")]);
    assert.deepEqual(judged([], of).notes, [
      'palier:overrides[0].resource: the stack has no "archive". It lets nothing pass.',
    ]);
    assert.deepEqual(judged([step("delete", volumeType, "archive")], of).notes, []);
    assert.deepEqual(judge("", of, now).notes, []);
  });

  it("notes that a stack leaves production, by the labels of its containers", () => {
    const leaving = (tier: string) => [
      step("create", volumeType, "copies-more"),
      step("replace", containerType, "proxy", { before: labels({ "palier.tier": tier }) }),
    ];
    assert.deepEqual(judged(leaving("development")).notes, []);
    assert.match(
      renderReport(judged(leaving("production")), "prod").join("\n"),
      /^NOTE Pulumi\.prod\.yaml: the tier changes from production to development: /m,
    );
  });

  for (const [what, broken] of [
    ["a data volume of the stack", step("replace", volumeType, "copies-media")],
    ["whatever is protected", step("delete", volumeType, "gone-media", { protect: true })],
    ["a generated password", step("delete", passwordType, "gone-password")],
    ["a bucket", step("replace", "aws:s3/bucketV2:BucketV2", "backups")],
    ["a database of AWS", step("delete", "aws:rds/instance:Instance", "main")],
  ] as const) {
    it(`refuses to delete or replace ${what}`, () => {
      const { refusals } = judged([broken]);
      assert.equal(refusals.length, 1);
      assert.match(
        refusals[0]?.remedy ?? "",
        /^declare it as it was, or override it .*\(palier:overrides, allow (delete|replace) of /,
      );
    });
  }

  it("lets go what can be made again, and data be changed in place", () => {
    const { refusals } = judged([
      step("delete", volumeType, "copies-static"),
      step("replace", "docker:index/network:Network", "copies-backend"),
      step("update", volumeType, "copies-media", { protect: true }),
      step("create", passwordType, "new-password"),
      step("delete", "command:local:Command", "copies-release"),
    ]);
    assert.deepEqual(refusals, []);
  });

  describe("of a database server", () => {
    const mount = (source: string) => ({
      type: "volume",
      source,
      target: "/data",
      readOnly: false,
    });
    const server = (version: string, source: string, component = "database") => ({
      ...labels({ "palier.component": component, "palier.database": version }),
      mounts: [mount(source), { ...mount("palier-prod-copies-secrets"), readOnly: true }],
    });
    const data = "palier-prod-copies-database-data";
    const replaced = (before: object, after: object) =>
      judged([step("replace", containerType, "copies-database", { before, after })]).refusals.map(
        ({ reason, remedy }) => `${reason}; ${remedy}`,
      );

    it("lets it be replaced with its data and its version", () => {
      assert.deepEqual(replaced(server("postgresql 15", data), server("postgresql 15", data)), []);
    });

    it("refuses another volume", () => {
      const [found = "", ...more] = replaced(
        server("postgresql 15", "old"),
        server("postgresql 15", data),
      );
      assert.deepEqual(more, []);
      assert.match(found, /^would run on another volume .*allow replace of copies-database-data;/);
    });

    it("refuses another version", () => {
      const [found = "", ...more] = replaced(
        server("postgresql 15", data),
        server("postgresql 16", data),
      );
      assert.deepEqual(more, []);
      assert.match(found, /another major version .*allow database-version of copies-database;/);
    });

    it("says nothing of an application's own containers", () => {
      const web = (source: string) => server("postgresql 15", source, "web");
      assert.deepEqual(replaced(web("old"), web("new")), []);
    });
  });

  it("counts replacements that are neither releases nor operations", () => {
    const steps = [
      step("replace", containerType, "copies-cache"),
      step("replace", containerType, "proxy"),
      step("replace", containerType, "copies-web-1", {
        before: labels({ "palier.process": "web" }),
      }),
      step("replace", "command:local:Command", "copies-release"),
    ];
    const limited = (most: number, overrides: OverrideSpec[] = []) =>
      judged(steps, spec(overrides, { maximumReplacements: most }));
    assert.deepEqual(limited(2).refusals, []);
    const [refusal, ...more] = limited(1).refusals;
    assert.deepEqual(more, []);
    assert.equal(refusal?.resource, "prod");
    assert.equal(refusal.reason, "would replace 2 resources, and one update may replace 1");
    assert.match(refusal.remedy, /allow more-replacements;/);
    const allowed = override("more-replacements");
    assert.deepEqual(limited(1, [allowed]).refusals, []);
    assert.deepEqual(limited(1, [allowed]).overrides, [allowed]);
  });

  it("refuses changes outside of the window and during a freeze, and nothing when nothing changes", () => {
    const friday = { days: ["friday"], from: "07:00", to: "10:00" } as const;
    const freeze = { from: "2027-01-10", until: "2027-01-15", reason: "examinations" };
    const closed = spec([], { window: friday, timeZone: "Europe/Paris", freezes: [freeze] });
    const steps = [step("update", containerType, "proxy")];
    assert.deepEqual(
      judged(steps, closed).refusals.map(({ reason }) => reason),
      [
        "is not to be changed from 2027-01-10 to 2027-01-15: examinations",
        "may be changed on friday 07:00 to 10:00 (Europe/Paris) only",
      ],
    );
    assert.deepEqual(judged([], closed).refusals, []);
    const later = digest(steps);
    assert.deepEqual(judge(later, closed, now, "unknown").refusals, []);
    const allowed = [override("during-freeze"), override("outside-window")];
    const open = { ...closed, guard: { ...closed.guard, overrides: allowed } };
    assert.deepEqual(judged(steps, open).refusals, []);
  });

  it("lets an override in force pass its own resource, names it, and refuses one that has ended", () => {
    const steps = [
      step("replace", volumeType, "copies-media"),
      step("replace", volumeType, "journal"),
    ];
    const one = override("replace", "copies-media");
    const report = judged(steps, spec([one]));
    assert.deepEqual(
      report.refusals.map(({ resource }) => resource),
      ["journal"],
    );
    assert.deepEqual(report.overrides, [one]);
    const ended = judged(steps, spec([override("replace", "copies-media", "2027-01-14")]));
    assert.deepEqual(
      ended.refusals.map(({ resource, reason }) => [resource, reason]),
      [
        ["prod", "palier:overrides[0] (replace) ended on 2027-01-14"],
        ["copies-media", "holds what cannot be made again"],
        ["journal", "holds what cannot be made again"],
      ],
    );
  });

  it("reads from a preview that failed what hooks and protection refused, and quotes no other error", () => {
    const about = urn(volumeType, "copies-media");
    const failures = [
      {
        urn: urn(volumeType, "journal"),
        message: "error: unable to replace resource\nas it is currently marked for protection.",
      },
      { urn: about, message: "error: resource cannot be deleted\nbecause it is protected." },
      {
        urn: about,
        message:
          'error: Preview failed: before hook "guard" failed: copies-media would be deleted; override it (a; b)\n',
      },
      { urn: about, message: `error: the provider said ${canary}` },
      {
        urn: urn("pulumi:pulumi:Stack", "palier-prod"),
        message:
          "error: x cannot be made again and is not declared any more: declare it again, or override it (a; b); nothing was changed.\n    " +
          "y-key cannot be made again and is not declared any more: declare it again; nothing was changed.",
      },
      { message: "error: preview failed" },
    ];
    const listed = [step("replace", volumeType, "journal")];
    const report = judge(digest(listed, failures), spec(), now);
    assert.equal(report.succeeded, false);
    assert.equal(report.refusals[1]?.remedy, "override it (a; b)");
    const overridden = judge(digest([], failures), spec([override("replace", "journal")]), now);
    assert.match(overridden.refusals[0]?.remedy ?? "", /^it is overridden: lift its protection/);
    assert.deepEqual(
      report.refusals.map(({ resource, operation, reason }) => [resource, operation, reason]),
      [
        ["journal", "replace", "is protected, and holds what cannot be made again"],
        ["copies-media", "delete", "copies-media would be deleted"],
        ["x", "delete", "cannot be made again and is not declared any more"],
        ["y-key", "delete", "cannot be made again and is not declared any more"],
      ],
    );
    assert.ok(!JSON.stringify(report).includes(canary));
  });

  it("does not take an empty output, or another text, for a good preview", () => {
    assert.equal(judge("", spec(), now).succeeded, false);
    assert.throws(() => judge('{"steps": 1}', spec(), now));
    assert.match(
      renderReport(judge("", spec(), now), "prod").at(-1) ?? "",
      /the preview failed: "make preview STACK=prod"/,
    );
  });

  it("tells people what is replaced, overridden and refused", () => {
    const steps = [
      step("replace", volumeType, "copies-media", { paths: ["name"] }),
      step("delete", passwordType, "copies-old-key"),
    ];
    assert.deepEqual(
      renderReport(judged(steps, spec([override("replace", "copies-media")])), "prod"),
      [
        "2 changes of the stack prod, 1 of them replacements that are no release",
        "  replace copies-media (name)",
        "  delete  copies-old-key",
        "OVERRIDDEN until 2027-01-20: replace of copies-media: agreed with the school",
        "REFUSED delete of copies-old-key: holds what cannot be made again",
        "  declare it as it was, or override it for a few days (palier:overrides, allow delete of copies-old-key; see docs/how-to/override-a-guard.md)",
        "refused for 1 reason",
      ],
    );
  });
});

function change(
  resource: string,
  type: string,
  operation: string,
  application: string | undefined,
  differences: string[] = [],
): object {
  return { resource, type, operation, application, differences };
}
