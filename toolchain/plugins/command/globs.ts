import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readdir } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { Asset } from "../base/resource";

/**
 * The files below a folder that match, by path relative to it. Patterns are applied in order; one
 * that starts with `!` takes files out again.
 * @throws Error when the folder cannot be read.
 */
export async function filesMatching(
  dir: string,
  patterns: readonly string[],
): Promise<Record<string, Asset>> {
  const rules = patterns.map((pattern) => ({
    include: !pattern.startsWith("!"),
    expression: globExpression(pattern.replace(/^!/, "")),
  }));
  const found: Record<string, Asset> = {};
  for (const file of await filesBelow(dir)) {
    const last = rules.findLast((rule) => rule.expression.test(file));
    if (last?.include) found[file] = await assetOf(path.join(dir, file));
  }
  return found;
}

/**
 * A pattern in the syntax of the official plugin (Go's gobwas/glob with "/" as separator), in which
 * `**` also matches "/" and may stand inside a name: `*`, `**`, `?`, `[abc]`, `[!a-z]`, `{a,b}`, `\`.
 */
export function globExpression(pattern: string): RegExp {
  let source = "";
  let braces = 0;
  const token = /\\(.)|\*\*|\*|\?|\[(!?)([^\]]+)\]|[{},]|[^]/g;
  for (const [found, escaped, negated, set] of pattern.matchAll(token)) {
    if (escaped !== undefined) source += quote(escaped);
    else if (set !== undefined)
      source += `[${negated ? "^" : ""}${set.replace(/[\\\]^]/g, "\\$&")}]`;
    else if (found === "**") source += ".*";
    else if (found === "*") source += "[^/]*";
    else if (found === "?") source += "[^/]";
    else if (found === "{") {
      source += "(?:";
      braces += 1;
    } else if (found === "}" && braces > 0) {
      source += ")";
      braces -= 1;
    } else if (found === "," && braces > 0) source += "|";
    else source += quote(found);
  }
  if (braces > 0) throw new Error(`"${pattern}" is not a glob: a "{" is not closed`);
  return new RegExp(`^${source}$`, "s");
}

function quote(character: string): string {
  return character.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}

async function filesBelow(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(dir, path.join(entry.parentPath, entry.name)))
    .map((file) => file.split(path.sep).join("/"))
    .sort();
}

async function assetOf(file: string): Promise<Asset> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  return new Asset({ path: file }, hash.digest("hex"));
}
