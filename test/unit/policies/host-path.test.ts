import assert from "node:assert/strict";

import { boundFolder } from "../../../policies/shared/bound-folder";
import { hostPath, isWithin } from "../../../policies/shared/host-path";

describe("a path of the host", () => {
  for (const [source, path] of [
    ["/srv/../etc//palier/", "/etc/palier"],
    ["/var/run/docker.sock", "/run/docker.sock"],
    ["/var/running", "/var/running"],
    ["//", "/"],
    ["data", undefined],
    [undefined, undefined],
  ] as const) {
    it(`is without detours: ${source ?? "none"}`, () => {
      assert.equal(hostPath(source), path);
    });
  }

  for (const [path, folder, expected] of [
    ["/etc", "/etc", true],
    ["/etc/palier", "/etc", true],
    ["/etcetera", "/etc", false],
    ["/etc", "/", true],
    ["/etc", "/etc/palier", false],
    ["/srv/data", "/srv/", true],
  ] as const) {
    it(`${path} is ${expected ? "" : "not "}within ${folder}`, () => {
      assert.equal(isWithin(path, folder), expected);
    });
  }

  for (const [options, folder] of [
    [{ type: "none", o: "bind", device: "/srv" }, "/srv"],
    [{ o: "rw,rbind", device: "/srv" }, "/srv"],
    [{ type: "ext4", device: "/dev/sdb1" }, undefined],
    [{ o: "binding", device: "/srv" }, undefined],
    [undefined, undefined],
  ] as const) {
    it(`is what a volume is made of: ${JSON.stringify(options)}`, () => {
      assert.equal(boundFolder(options), folder);
    });
  }
});
