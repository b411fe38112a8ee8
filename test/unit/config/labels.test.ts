import assert from "node:assert/strict";

import { labelKeys, labels } from "../../../config/labels";

const owner = {
  project: "palier",
  stack: "prod",
  application: "copies",
  component: "web",
  resource: "copies-web-1",
};

describe("labels", () => {
  it("of a container name its release and the hash of its specification, sorted by key", () => {
    const all = labels(owner, {
      tier: "production",
      process: "web",
      release: "1.0.0",
      spec: "abc",
    });
    assert.deepEqual(Object.entries(all), [
      ["palier.application", "copies"],
      ["palier.component", "web"],
      ["palier.managed-by", "pulumi"],
      ["palier.process", "web"],
      ["palier.project", "palier"],
      ["palier.release", "1.0.0"],
      ["palier.resource", "copies-web-1"],
      ["palier.spec", "abc"],
      ["palier.stack", "prod"],
      ["palier.tier", "production"],
    ]);
  });

  it("of what must stay hold nothing that a release or another tier changes", () => {
    assert.deepEqual(Object.keys(labels(owner)), [
      "palier.application",
      "palier.component",
      "palier.managed-by",
      "palier.project",
      "palier.resource",
      "palier.stack",
    ]);
  });

  it("come from a closed, sorted list", () => {
    assert.deepEqual([...labelKeys], [...labelKeys].sort());
    assert.ok(labelKeys.every((key) => /^palier\.[a-z-]+$/.test(key)));
  });
});
