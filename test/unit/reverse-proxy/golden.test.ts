import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { renderNginx, renderPointer, renderUpstream } from "../../../nginx";
import type { ProxyConfigurationSpec } from "../../../spec/proxy";
import { aliasesFor, cases, minimal, modern } from "./specs";

const goldenFolder = path.join(__dirname, "../../golden/nginx");
const update = process.env.UPDATE_GOLDEN === "1";

function renderAll(spec: ProxyConfigurationSpec): Map<string, string> {
  const files = new Map<string, string>([["nginx.conf", renderPointer("a")]]);
  for (const [file, content] of Object.entries(renderNginx(spec, "a")))
    files.set(`a/${file}`, content);
  for (const site of spec.sites) {
    const state = { state: "open", aliases: aliasesFor(site) } as const;
    files.set(`upstreams/${site.application}.conf`, renderUpstream(site, state));
  }
  return files;
}

function readAll(folder: string): Map<string, string> {
  const found = fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
  return new Map(found.map((file) => [path.relative(folder, file), fs.readFileSync(file, "utf8")]));
}

function write(folder: string, files: ReadonlyMap<string, string>): void {
  fs.rmSync(folder, { recursive: true, force: true });
  for (const [file, content] of files) {
    const target = path.join(folder, file);
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.writeFileSync(target, content);
  }
}

describe("nginx configuration, golden files (UPDATE_GOLDEN=1 writes them)", () => {
  for (const [name, spec] of Object.entries(cases)) {
    it(`${name} is rendered as reviewed`, () => {
      const folder = path.join(goldenFolder, name);
      const rendered = renderAll(spec);
      if (update) write(folder, rendered);
      const golden = readAll(folder);
      assert.deepEqual([...rendered.keys()].sort(), [...golden.keys()].sort());
      for (const [file, content] of rendered) assert.equal(content, golden.get(file), file);
    });
  }

  it("has no folder without a case", () => {
    assert.deepEqual(fs.readdirSync(goldenFolder).sort(), Object.keys(cases).sort());
  });

  it("names files of its own slot only", () => {
    for (const spec of Object.values(cases)) {
      for (const [file, content] of Object.entries(renderNginx(spec, "b"))) {
        assert.doesNotMatch(content, /\/etc\/palier\/nginx\/a\//, file);
      }
      const a = Object.values(renderNginx(spec, "a")).map((content) =>
        content
          .replaceAll("/etc/palier/nginx/a/", "/etc/palier/nginx/b/")
          .replace('"a\\n"', '"b\\n"'),
      );
      assert.deepEqual(a, Object.values(renderNginx(spec, "b")));
    }
  });

  it("spells a newer nginx differently in three places and nowhere else", () => {
    const old = renderAll(minimal);
    const newer = renderAll(modern);
    const changed = [...newer].flatMap(([file, content]) => {
      const before = new Set(old.get(file)?.split("\n"));
      return content
        .split("\n")
        .filter((line) => !before.has(line))
        .map((line) => line.trim());
    });
    assert.deepEqual([...new Set(changed)].sort(), [
      "http2 on;",
      "listen 8443 ssl default_server;",
      "listen 8443 ssl;",
      "ssl_ecdh_curve X25519MLKEM768:X25519:prime256v1:secp384r1;",
    ]);
    assert.match(old.get("a/common/tls.conf") ?? "", /ssl_session_tickets off;/);
    assert.doesNotMatch(newer.get("a/common/tls.conf") ?? "", /ssl_session_tickets/);
  });
});
