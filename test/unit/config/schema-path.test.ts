import assert from "node:assert/strict";

import { urlPath } from "../../../config/schema/text";

describe("paths of a site in a stack configuration", () => {
  const accepted = (path: string): boolean => urlPath.safeParse(path).success;

  it("are absolute and hold nothing that means something to the proxy", () => {
    for (const path of ["/", "/login/", "/api/health/ready", "/~a/b_c.d-e"]) {
      assert.ok(accepted(path), path);
    }
    for (const path of ["", "login/", "//", "/a//b", "/a?b=c", "/a b", "/$uri", "/a;", "/é/"]) {
      assert.ok(!accepted(path), path);
    }
  });

  // An expression that tries all ways would take years, which the limit of every test ends.
  it("are refused at once, however long they are", () => {
    assert.ok(!accepted(`/${"a".repeat(2000)}?`));
  });
});
