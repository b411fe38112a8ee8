import { readdirSync } from "node:fs";
import { join } from "node:path";

/** From the quickest to the slowest, so that a simple mistake shows at once. */
export const groups = ["unit", "contract", "conformance", "e2e"] as const;

/** A kind of tests, which is a folder of `test/`. */
export type Group = (typeof groups)[number];

/** Tests that run in one process, one after the other. */
export interface Share {
  /** What it is called in the log. */
  readonly name: string;
  /** As mocha takes it. */
  readonly spec: string;
}

/** The longest come first: one that is begun last is waited for alone. */
export const longest = [
  "release-killed",
  "release-rollback",
  "release-migrations",
  "faults-killed",
  "release-load",
  "release-engine-killed",
  "release-broken",
  "release-guard",
  "journey",
  "release-locks",
  "release-over-ssh",
  "faults-engine",
  "secrets",
  "release-refused",
  "release-mariadb",
  "restore-point",
  "policies",
  "restore-drill",
  "migrations",
  "examples",
  "release",
  "reverse-proxy",
  "guard",
];

/**
 * Cuts a group into what may run side by side: tests on the engine by folder, whose files may use the same names
 * there, and those of whole stacks by file, since each has a stack and ports of its own.
 * @param root Folder of the tests.
 */
export function sharesOf(group: Group, root: string): readonly Share[] {
  const entries = readdirSync(join(root, group), { withFileTypes: true });
  switch (group) {
    case "unit":
    case "contract":
      return [{ name: group, spec: `test/${group}/**/*.test.ts` }];
    case "conformance":
      return entries
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => ({
          name: `${group}/${name}`,
          spec: `test/${group}/${name}/**/*.test.ts`,
        }))
        .sort((a, b) => place(a) - place(b));
    case "e2e":
      return entries
        .filter(({ name }) => name.endsWith(".test.ts"))
        .map(({ name }) => ({
          name: `${group}/${name.replace(".test.ts", "")}`,
          spec: `test/${group}/${name}`,
        }))
        .sort((a, b) => place(a) - place(b));
  }
}

function place({ name }: Share): number {
  const found = longest.findIndex((long) => name.endsWith(`/${long}`));
  return found === -1 ? longest.length : found;
}
