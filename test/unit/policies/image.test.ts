import assert from "node:assert/strict";

import { isFrom, parseImage } from "../../../policies/shared/image";

const digest = `sha256:${"a".repeat(64)}`;

describe("the name of an image", () => {
  for (const [image, repository, base, tag, hash] of [
    ["nginx", "docker.io/library/nginx", "nginx", undefined, undefined],
    ["docker.io/nginx:1", "docker.io/library/nginx", "nginx", "1", undefined],
    ["palier/app:1.0.0", "docker.io/palier/app", "app", "1.0.0", undefined],
    ["localhost/app", "localhost/app", "app", undefined, undefined],
    ["localhost:5000/app", "localhost:5000/app", "app", undefined, undefined],
    [`example.org/a/b:1@${digest}`, "example.org/a/b", "b", "1", digest],
  ] as const) {
    it(`is taken apart: ${image}`, () => {
      assert.deepEqual(parseImage(image), { repository, base, tag, digest: hash });
    });
  }

  it("is none where an image ID stands", () => {
    assert.equal(parseImage(digest), undefined);
  });

  for (const [registry, image, expected] of [
    ["example.org", "example.org/app", true],
    ["example.org/palier/", "example.org/palier/app:1", true],
    ["example.org/palier", "example.org/palier-other/app", false],
    ["docker.io", "nginx", true],
    ["docker.io/library", "somebody/nginx", false],
    ["palier/", "palier/app", true],
    ["docker.io/", "example.org/app", false],
    ["docker.io/library", "", false],
    ["sha256:", digest, true],
    ["sha256:", "example.org/app", false],
    ["docker.io/library", digest, false],
  ] as const) {
    it(`is ${expected ? "" : "not "}from ${registry}: "${image.slice(0, 40)}"`, () => {
      assert.equal(isFrom(registry, image), expected);
    });
  }
});
