import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

import { renderComment } from "../../../../scripts/preview-comment/comment";
import { isRefused, type StackReport } from "../../../../scripts/preview-comment/report";
import {
  canary,
  container,
  copies,
  diagnostic,
  proxy,
  report,
  step,
  stream,
  summary,
  urn,
  violation,
  volume,
} from "./support";

const golden = path.join(__dirname, "../../../golden/preview-comment");

const addresses = {
  commit: "0123456789abcdef0123456789abcdef01234567",
  logs: "https://example.org/runs/1",
  source: "https://example.org/blob/0123456789ab",
};

function render(stacks: readonly StackReport[], limit = 65_536): string {
  return renderComment({ stacks, limit, ...addresses });
}

const stack = urn("pulumi:pulumi:Stack", "palier-prod");
const replaced = { "envs[1]": { diffKind: "update" }, image: { diffKind: "update-replace" } };

const refused = report(
  stream(
    step("same", stack),
    step("update", copies),
    step("create-replacement", container("copies-web-1"), { detailedDiff: replaced }),
    step("replace", container("copies-web-1"), { keys: ["image"] }),
    step("delete-replaced", container("copies-web-1")),
    step("update", container("copies-worker-1"), { diffs: ["memory", "memorySwap"] }),
    step("delete", volume("copies-media")),
    step("update", proxy, { detailedDiff: { "ports[0].external": { diffKind: "update" } } }),
    violation("require-memory-limit", "mandatory", 'container "copies-web-1": has no memory limit'),
    violation("require-memory-limit", "mandatory", 'container "proxy": has no memory limit'),
    violation("require-memory-limit", "mandatory", 'container "proxy": has no memory limit'),
    violation("require-log-rotation", "advisory", 'container "proxy": keeps every line'),
    diagnostic("error"),
    summary("failed"),
  ),
  {
    refusals: [
      {
        resource: "copies-media",
        type: "docker:index/volume:Volume",
        operation: "delete",
        reason: "what people uploaded would be gone.",
        remedy: "Keep the volume declared, or let the guard pass with a reason.",
      },
    ],
    changes: [
      { subject: "copies", lines: ["web processes: 2 → 3", "image: a@0123 → a@4567"] },
      { subject: "stack", lines: ["memory of proxy: 256 → 384 MiB"] },
    ],
  },
);
const unchanged = report(stream(step("same", stack), step("same", proxy), summary("succeeded")), {
  stack: "preprod",
});
const many = Array.from({ length: 30 }, (_, index) =>
  step("update", container(`copies-web-${index}`)),
);

/** Comments by the name of their golden file. */
const comments: Readonly<Record<string, readonly StackReport[]>> = {
  refused: [unchanged, refused],
  "from-nothing": [
    report(
      stream(
        ...[stack, copies, container("copies-web-1"), container("copies-web-2"), proxy].map((of) =>
          step("create", of),
        ),
        summary("succeeded"),
      ),
    ),
  ],
  failed: [
    report(stream(step("same", stack), diagnostic("error"), summary("failed"))),
    report("", {
      stack: "preprod",
      problems: ['Pulumi.preprod.yaml: palier:proxy.httpPort: expected a port, found "x"'],
    }),
  ],
  long: [
    report(stream(step("same", copies), ...many, step("create", proxy), summary("succeeded"))),
  ],
};

describe("the comment on a pull request", () => {
  for (const [name, stacks] of Object.entries(comments)) {
    it(`is that of the golden file ${name}.md`, () => {
      const file = path.join(golden, `${name}.md`);
      const text = render(stacks);
      if (process.env.UPDATE_GOLDEN === "1") writeFileSync(file, text);
      assert.equal(text, readFileSync(file, "utf8"));
    });

    it(`holds no value of the preview ${name}`, () => {
      assert.ok(!render(stacks).includes(canary));
    });
  }

  it("is the same for what the CLI prints as one object", () => {
    const metadata = [step("same", stack), step("update", proxy, { detailedDiff: { image: {} } })];
    const steps = metadata.map(
      (one) => (one as { resourcePreEvent: { metadata: object } }).resourcePreEvent.metadata,
    );
    const whole = { config: { "palier:x": canary }, steps, changeSummary: { update: 1 } };
    const [streamed, printed] = [
      stream(...metadata, { summaryEvent: { result: "succeeded" } }),
      JSON.stringify(whole, null, 2),
    ].map((text) => render([report(text)]));
    assert.equal(printed, streamed);
    assert.match(printed ?? "", /update `proxy` \(container\): `image`/);
    assert.ok(!printed?.includes(canary));
  });

  it("takes texts of others as texts", () => {
    const message =
      "<!-- palier-preview --> <b>@everyone</b> closes #12 | [x](http://y) `z`\n- **ok**";
    const text = render([
      report(stream(violation("require-x", "mandatory", message), summary("failed")), {
        changes: [{ subject: "copies", lines: [message] }],
        refusals: [{ reason: message, resource: "`a`\n# b" }],
      }),
    ]);
    assert.equal(text.split("<!-- palier-preview -->").length, 2);
    assert.doesNotMatch(text, /<b>|@everyone|#12|(?<!\\)\[x|^- \*\*ok|^# b/m);
  });

  it("fits into a comment, however much there is, and says what is missing", () => {
    const lines = Array.from({ length: 5000 }, (_, index) =>
      step("delete", container(`copies-web-${index}`)),
    );
    const advisory = Array.from({ length: 40 }, (_, index) =>
      violation(`require-${index}`, "advisory", "x".repeat(3000)),
    );
    for (const limit of [1000, 5000, 65_536]) {
      const text = render(
        [
          report(stream(...advisory, summary("succeeded"))),
          report(stream(step("same", copies), ...lines, summary("succeeded"))),
        ],
        limit,
      );
      assert.ok(text.length <= limit, `${text.length}`);
      assert.match(text.trimEnd(), /\*\*Cut here: \d+ more lines are in the \[logs\].*\*\*$/);
      assert.equal(text.split("<details>").length, text.split("</details>").length);
    }
  });

  it("refuses what an update would not come through with", () => {
    const good = stream(step("create", proxy), summary("succeeded"));
    assert.equal(isRefused(report(good)), false);
    const warned = stream(violation("require-x", "advisory", "a"), summary("succeeded"));
    assert.equal(isRefused(report(warned)), false);
    for (const bad of [
      report(stream(violation("require-x", "mandatory", "a"), summary("succeeded"))),
      report(good, { refusals: [{ reason: "no" }] }),
      report(good, { problems: ["Pulumi.prod.yaml: no"] }),
      report(stream(step("create", proxy))),
      report(stream(step("create", proxy), diagnostic("error"), summary("succeeded"))),
      report(stream(summary("failed"))),
      report(""),
    ]) {
      assert.equal(isRefused(bad), true);
      assert.match(render([bad]), /❌/);
    }
  });
});
