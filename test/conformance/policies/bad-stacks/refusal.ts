import assert from "node:assert/strict";
import path from "node:path";

import { readTable } from "../../../../policies/levels";
import type { Project, Result } from "../../toolchain/support/project";
import type { Refusal, StackFile } from "./stack-file";

/** How the engine tells that it begins to make something that is not its own. */
export const makes = / (?!pulumi:)[\w-]+:\S+ \S+ creat(?:ing|ed)/;

interface Exported {
  readonly deployment: { readonly resources?: readonly { readonly type: string }[] };
}

/** Holds an exported state to knowing of nothing but the stack and its providers, which are nobody's objects. */
export function assertEmpty(state: string): void {
  const { deployment } = JSON.parse(state) as Exported;
  const types = (deployment.resources ?? []).map(({ type }) => type);
  assert.deepEqual(
    types.filter((type) => !type.startsWith("pulumi:")),
    [],
  );
  assert.doesNotMatch(state, /hunter2/);
}

/** The flag for production's table with the parameters of a file, where it has any. */
export function levelsFor(
  project: Project,
  policy: string,
  { parameters }: StackFile,
): readonly string[] {
  if (parameters === undefined) return [];
  const table = Object.entries(readTable("production")).map(([name, setting]) => {
    const given = { enforcementLevel: setting.level, ...setting.parameters };
    return [name, name === policy ? { ...given, ...parameters } : given] as const;
  });
  project.write("levels.json", JSON.stringify(Object.fromEntries(table)));
  return ["--policy-pack-config", path.join(project.folder, "levels.json")];
}

/** Holds a command to having been refused by a policy with the words of a stack's file, at the level mandatory. */
export function assertRefused({ code, all }: Result, policy: string, refused: Refusal): void {
  assert.notEqual(code, 0, all);
  const level = `\\[mandatory\\]\\s+\\[severity: \\w+\\]\\s+${policy}\\s`;
  const link = `\\(docs/reference/policies\\.md#${policy}\\)`;
  const said = `${refused.resource}: ${refused.message}.*${link}`;
  assert.match(all, new RegExp(`${level}(?:.*\n)+?\\s+${said}\\n`));
  assert.doesNotMatch(all, /hunter2/);
}

/** Names of the policies that objected, at whatever level, or could not judge. */
export function objecting({ all }: Result): readonly string[] {
  const found = all.matchAll(/\[(?:mandatory|advisory)\](?:\s+\[severity: \w+\])?\s+(\S+)/g);
  return [...new Set([...found].map(([, name = ""]) => name))].sort();
}
