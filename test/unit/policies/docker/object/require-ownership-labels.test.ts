import assert from "node:assert/strict";

import { requireOwnershipLabels } from "../../../../../policies/docker/object/require-ownership-labels";
import { judge } from "../../support/harness";
import { container, labelled, volume } from "../../support/resources";
import { unknownList, unknownText } from "../../support/unknown";

const network = { type: "docker:index/network:Network", props: { name: "edge" } };

describe("require-ownership-labels", () => {
  it("accepts a labelled container, volume and network", async () => {
    const labels = labelled({ component: "network" });
    for (const resource of [container(), volume("v", true), { ...network, props: { labels } }]) {
      const { violations, applies } = await judge(requireOwnershipLabels, resource);
      assert.deepEqual({ violations, applies }, { violations: [], applies: true });
    }
  });

  it("names every label that is missing", async () => {
    const { violations } = await judge(requireOwnershipLabels, network);
    assert.equal(violations.length, 5);
    assert.match(violations[0] ?? "", /^network "subject": lacks the label palier\.project/);
  });

  it("asks containers for what tells one release from another", async () => {
    const resource = container({ labels: labelled({ component: "web" }) });
    const { violations } = await judge(requireOwnershipLabels, resource);
    assert.deepEqual(
      violations.map((text) => /palier\.\w+/.exec(text)?.[0]),
      ["palier.tier", "palier.spec"],
    );
  });

  it("takes an empty label for a missing one", async () => {
    const resource = { ...network, props: { labels: labelled({ component: "" }) } };
    const { violations } = await judge(requireOwnershipLabels, resource);
    assert.equal(violations.length, 1);
  });

  it("does not mind an unknown label that it does not ask for", async () => {
    const { labels } = container().props as { labels: object[] };
    const files = { label: "palier.files", value: unknownText };
    const verdict = await judge(requireOwnershipLabels, container({ labels: [files, ...labels] }));
    assert.deepEqual(verdict, { violations: [], applies: true, incomplete: false });
  });

  it("finds a missing label beside one whose value is unknown", async () => {
    const labels = [{ label: "palier.project", value: unknownText }];
    const { violations, incomplete } = await judge(requireOwnershipLabels, {
      ...network,
      props: { labels },
    });
    assert.deepEqual([violations.length, incomplete], [4, true]);
  });

  it("says that it cannot judge labels that are not known", async () => {
    const { violations, incomplete } = await judge(
      requireOwnershipLabels,
      container({ labels: unknownList }),
    );
    assert.deepEqual({ violations, incomplete }, { violations: [], incomplete: true });
  });

  it("has nothing to say about other resources", async () => {
    const stranger = { ...network, type: "random:index/randomPassword:RandomPassword" };
    assert.equal((await judge(requireOwnershipLabels, stranger)).applies, false);
  });
});
