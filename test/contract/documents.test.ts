import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join, relative } from "node:path";

import { labelKeys } from "../../config/labels";

const root = join(__dirname, "..", "..");

/** Documents that people write; the generated reference has a test of its own. */
const documents = [
  ...markdownIn("", false),
  ...markdownIn("docs", true).filter((file) => !file.startsWith("docs/reference/")),
  "images/README.md",
  "toolchain/plugins/docker/README.md",
];

/** Folders of the project; what begins with one of them in a document is a path. */
const folders = readdirSync(root, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !/^\.(?!ci$|github$)|^node_modules$/.test(entry.name))
  .map(({ name }) => name);

function markdownIn(folder: string, deep: boolean): string[] {
  return readdirSync(join(root, folder), { recursive: deep, encoding: "utf8" })
    .filter((file) => file.endsWith(".md"))
    .map((file) => join(folder, file))
    .sort();
}

function read(file: string): string {
  return readFileSync(join(root, file), "utf8");
}

/** Text without code blocks, where `#` and `[` mean something else. */
function prose(file: string): string {
  return read(file).replace(/^ *```[^]*?^ *```$/gm, "");
}

function matches(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].flatMap((match) => match[1] ?? []);
}

/** Anchors of a document's headings, as GitHub makes them. */
function anchors(file: string): string[] {
  return matches(prose(file), /^#+ (.+)$/gm).map((heading) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\- ]/gu, "")
      .replaceAll(" ", "-"),
  );
}

/** Makes a broken link's, path's or target's place part of the failure. */
function collect(find: (file: string) => string[]): string[] {
  return documents.flatMap((file) => find(file).map((what) => `${file}: ${what}`));
}

describe("the documents", () => {
  it("link to files and headings that exist", () => {
    const broken = collect((file) =>
      matches(prose(file), /\]\(([^)\s]+)\)/g)
        .filter((link) => !/^[a-z]+:/.test(link))
        .filter((link) => {
          const [path = "", anchor] = link.split("#");
          const target = path === "" ? file : relative(root, join(root, dirname(file), path));
          if (!existsSync(join(root, target))) return true;
          return anchor !== undefined && !anchors(target).includes(anchor);
        }),
    );
    assert.deepEqual(broken, []);
  });

  it("name paths that exist", () => {
    const missing = collect((file) =>
      matches(prose(file), /`([^`\s]+)`/g)
        .filter((text) => folders.some((folder) => text.startsWith(`${folder}/`)))
        .filter((text) => !/[<>*…{]/.test(text) && text !== "bench/RESULTS.md")
        .filter((path) => !existsSync(join(root, path)))
        // Paths may be relative to the document, as in the README of a folder.
        .filter((path) => !existsSync(join(root, dirname(file), path))),
    );
    assert.deepEqual(missing, []);
  });

  it("name make targets and npm scripts that exist", () => {
    const targets = matches(read("Makefile"), /^([a-z][a-z-]*):/gm);
    const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
    const unknown = collect((file) => [
      ...matches(read(file), /(?:`|^ *|&& )make ([a-z][a-z-]*)/gm).filter(
        (target) => !targets.includes(target),
      ),
      ...matches(read(file), /npm run (?:-s )?([a-z:]+)/g).filter((name) => !(name in scripts)),
    ]);
    assert.deepEqual(unknown, []);
  });

  it("explain every label", () => {
    const text = read("docs/glossary.md");
    assert.deepEqual(
      labelKeys.filter((key) => !text.includes(`\n| \`${key}\` `)),
      [],
    );
  });
});

describe("the README", () => {
  it("has 150 lines at most", () => {
    assert.ok(read("README.md").split("\n").length <= 151);
  });

  it("names the Go and the Node that the setup asks for", () => {
    const text = read("README.md");
    const go = /^go (\S+)$/m.exec(read("toolchain/cli/go.mod"))?.[1];
    const node = /^node_minimum=(\d+\.\d+)/m.exec(read("toolchain/setup/checks.sh"))?.[1];
    assert.ok(go !== undefined && text.includes(`Go ${go} or newer`), `Go ${String(go)}`);
    assert.ok(node !== undefined && text.includes(`Node ${node} or newer`), `Node ${String(node)}`);
  });

  it("names every folder at the top", () => {
    const tree = read("README.md");
    assert.deepEqual(
      folders.filter((folder) => !folder.startsWith(".") && !tree.includes(`\n${folder}/ `)),
      [],
    );
  });
});

describe("the decisions", () => {
  const files = readdirSync(join(root, "docs/adr")).sort();

  it("are numbered without gaps, and titled with their numbers", () => {
    files.forEach((file, index) => {
      const number = index + 1;
      assert.match(file, new RegExp(`^${String(number).padStart(4, "0")}-[a-z0-9-]+\\.md$`));
      assert.match(read(`docs/adr/${file}`), new RegExp(`^# ${number}\\. \\S`), file);
    });
  });

  it("have status, context, decision and consequences", () => {
    for (const file of files) {
      const text = read(`docs/adr/${file}`);
      assert.match(text, /^Status: (proposed|accepted|superseded by \d{4})$/m, file);
      assert.deepEqual(matches(text, /^## (.+)$/gm), ["Context", "Decision", "Consequences"], file);
    }
  });
});

describe("the runbooks", () => {
  const files = readdirSync(join(root, "docs/runbooks"));

  it("say who keeps them and when they are due", () => {
    assert.notEqual(files.length, 0);
    for (const file of files) {
      const text = read(`docs/runbooks/${file}`);
      const [, front = ""] = /^---\n([^]*?)\n---\n/.exec(text) ?? [];
      assert.match(front, /^owner: \S/m, file);
      assert.match(front, /^review_in: [1-9]\d* (months?|weeks?|days?)$/m, file);
      const reviewed = /^last_reviewed: (\d{4}-\d\d-\d\d)$/m.exec(front)?.[1] ?? "";
      assert.ok(!Number.isNaN(Date.parse(reviewed)), `${file}: last_reviewed`);
    }
  });

  it("have the sections that a person at night looks for", () => {
    for (const file of files) {
      const sections = matches(read(`docs/runbooks/${file}`), /^## (.+)$/gm);
      const wanted = ["When to use", "Impact", "Before you start", "Diagnose", "Steps"];
      assert.deepEqual(sections, [...wanted, "Verify", "Undo", "Escalate"], file);
    }
  });
});
