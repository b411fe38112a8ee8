import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Document, parseDocument, visit } from "yaml";
import { z } from "zod";

import { ConfigurationError, type Problem } from "./errors";
import { complaint, text } from "./schema/leaf";
import { suggestion } from "./schema/suggest";
import type { ApprovalFile } from "./stack-config";

/** Folder of the approvals: one folder per application, one file per image. */
const folder = "releases";

const line = (expected: string, longest: number): z.ZodString =>
  text({ expected, pattern: new RegExp(`^[^\\p{Cc}\\p{Zl}\\p{Zp}]{1,${longest}}$`, "u") });

const content = z.strictObject(
  {
    plan: text({
      expected: "the plan's hash, sha256: and 64 hexadecimal digits",
      pattern: /^sha256:[0-9a-f]{64}$/,
    }),
    approvedBy: line("the name of a person, 1 to 200 characters", 200),
    approvedAt: text({
      expected: 'a time as "2026-01-31T09:00:00Z"',
      pattern: /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,3})?(?:Z|[+-]\d{2}:\d{2})$/,
      accepts: (value) => !Number.isNaN(Date.parse(value)),
    }),
    reason: line("why, in 1 to 1000 characters on one line", 1000),
    acknowledged: z.array(line("an operation, as <migration>: <operation>", 2000), {
      error: complaint({ expected: "a list of operations, [] for none" }),
    }),
  },
  { error: complaint({ expected: "a mapping" }) },
);

/**
 * Reads all approvals of migrations, in the order of their files.
 * @param root Folder that holds `Pulumi.yaml`; without a folder `releases` there are none.
 * @throws {ConfigurationError} with every problem of every file.
 */
export function loadApprovals(root: string): readonly ApprovalFile[] {
  const problems: Problem[] = [];
  const paths = approvalPaths(root);
  const changed = paths.length === 0 ? [] : changedPaths(root);
  const files = paths.flatMap((path) => {
    const read = readApproval(root, path, !changed.includes(path));
    if (!Array.isArray(read)) return [read];
    problems.push(...read);
    return [];
  });
  if (problems.length > 0) throw new ConfigurationError(folder, problems);
  return files;
}

/** Paths below the root; what documents the folder is no approval. */
function approvalPaths(root: string): string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) =>
      readdirSync(join(root, folder, name)).map((file) => `${folder}/${name}/${file}`),
    )
    .sort();
}

/** Approvals that Git does not have, or not as they are; none where there is no checkout to ask. */
function changedPaths(root: string): string[] {
  const asked = ["status", "--porcelain=v1", "-z", "--no-renames", "--untracked-files=all"];
  const { status, stdout } = spawnSync("git", [...asked, "--", folder], {
    cwd: root,
    encoding: "utf8",
  });
  if (status !== 0) return [];
  // Git names paths from the checkout's top, which may be above the project.
  return stdout.split("\0").flatMap((entry) => {
    const at = entry.lastIndexOf(`${folder}/`);
    return at < 0 ? [] : [entry.slice(at)];
  });
}

function readApproval(root: string, path: string, committed: boolean): ApprovalFile | Problem[] {
  const [, application, digest] = /^[^/]+\/([^/]+)\/([0-9a-f]{64})\.yaml$/.exec(path) ?? [];
  const below = path.slice(folder.length + 1);
  const problem = (message: string, key = ""): Problem => ({
    path: key === "" ? below : `${below}: ${key}`,
    message,
  });
  if (application === undefined || digest === undefined) {
    return [problem("expected a file name of the image's 64 hexadecimal digits and .yaml")];
  }
  const bytes = readFileSync(join(root, path), "utf8");
  const value = toPlain(bytes);
  if (typeof value === "string") return [problem(value)];
  const parsed = content.safeParse(value.plain);
  if (!parsed.success) {
    return parsed.error.issues.flatMap((issue) =>
      issue.code === "unrecognized_keys"
        ? issue.keys.map((key) =>
            problem(`unknown key; ${suggestion(key, Object.keys(content.shape))}`, key),
          )
        : [problem(issue.message, issue.path.join("."))],
    );
  }
  const id = createHash("sha256").update(bytes).digest("hex");
  return { application, digest, approval: { file: path, id, committed, ...parsed.data } };
}

/** The plain content of a file, or what keeps it from being read. */
function toPlain(bytes: string): { readonly plain: unknown } | string {
  const document = parseDocument(bytes, { prettyErrors: false, logLevel: "error" });
  const [error] = document.errors;
  if (error !== undefined)
    return `not valid YAML (${error.code.toLowerCase().replaceAll("_", " ")})`;
  if (holdsAlias(document)) return "YAML aliases are not used here; write the value out";
  return { plain: document.toJS() as unknown };
}

function holdsAlias(document: Document): boolean {
  const found: unknown[] = [];
  visit(document, { Alias: (_key, alias) => void found.push(alias) });
  return found.length > 0;
}
