import assert from "node:assert/strict";

import { readUpstreamState, renderUpstream, type UpstreamState } from "../../../nginx";
import { examSite } from "../../fixtures/release";

const read = (state: UpstreamState) => readUpstreamState("exam", renderUpstream(examSite, state));

describe("an upstream file that is read again", () => {
  const aliases = { web: "exam-web-r1" };
  const nothing = { entryToken: undefined, until: undefined };

  it("tells whether users are on the release", () => {
    assert.deepEqual(read({ state: "open", aliases }), { state: "open", ...nothing });
    assert.deepEqual(read({ state: "starting" }), { state: "starting", ...nothing });
    assert.deepEqual(read({ state: "maintenance", retryAfterSeconds: 60 }), {
      state: "maintenance",
      ...nothing,
    });
  });

  it("tells the expected end and the token of the way in", () => {
    const state = read({
      state: "maintenance",
      aliases,
      bypassCookie: { name: "palier_release", value: "0123456789abcdef" },
      entry: { token: "a-token-of-a-release" },
      until: "14:35 (Europe/Paris)",
      retryAfterSeconds: 60,
    });
    assert.deepEqual(state, {
      state: "maintenance",
      entryToken: "a-token-of-a-release",
      until: "14:35 (Europe/Paris)",
    });
  });

  it("tells nothing of another application or another text", () => {
    const content = renderUpstream(examSite, { state: "starting" });
    assert.equal(readUpstreamState("exams", content), undefined);
    assert.equal(readUpstreamState("exam", ""), undefined);
    assert.equal(readUpstreamState("exam", content.replaceAll("starting", "other")), undefined);
  });
});
