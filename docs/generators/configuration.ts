import { effects, namespace, stack } from "../../config/schema";
import { tiers } from "../../config/tiers";
import { code, type Generator, page, table } from "./generator";
import { type KeyRow, keyRows } from "./keys";

/** Every key that a stack file may hold. */
export const configuration: Generator = {
  file: "docs/reference/configuration.md",
  render: () => {
    const rows = keyRows(stack);
    return page([
      "# Stack configuration",
      introduction,
      "## What a change does",
      table(["A change", "The next `pulumi up`"], Object.entries(effects)),
      ...Object.keys(stack.shape).flatMap((key) => section(key, rows)),
      "## Secrets",
      secrets,
      "## Defaults of the tiers",
      tierTable(),
    ]);
  },
};

const introduction = [
  `Everything that \`Pulumi.<stack>.yaml\` may hold under the namespace \`${namespace}\`. Unknown keys are`,
  "errors, all problems of a file are reported at once, and each value has one spelling: memory is a",
  'whole number of MiB (`512`), cores are quoted and have a decimal point (`"0.5"`, `"1.0"`).',
  "Paths are those that `pulumi config set --path` takes.",
].join("\n");

const secrets = [
  `Secrets are top-level keys named \`${namespace}:<application>-<secret>\` and set with`,
  `\`pulumi config set --secret ${namespace}:<application>-<secret>\`; the blueprint says which ones there are.`,
  "A secret in clear, and a setting that is encrypted, are errors.",
].join("\n");

function section(key: string, rows: readonly KeyRow[]): string[] {
  const cells = rows
    .filter(({ path }) => path.split(/[.[]/, 1)[0] === key)
    .map(({ path, type, about }) => [
      code(`${namespace}:${path}`),
      type,
      about.fallback ?? "**required**",
      about.purpose,
      about.effect,
    ]);
  return [`## ${key}`, table(["Key", "Type", "When left out", "Meaning", "A change"], cells)];
}

function tierTable(): string {
  const names = Object.keys(tiers);
  const columns = Object.values(tiers).map((defaults) => new Map(leaves(defaults, "")));
  const paths = [...new Set(columns.flatMap((column) => [...column.keys()]))];
  return table(
    ["Value", ...names],
    paths.map((path) => [code(path), ...columns.map((column) => column.get(path) ?? "none")]),
  );
}

function leaves(value: unknown, path: string): [string, string][] {
  if (typeof value !== "object" || value === null) {
    return [[path, String(value)]];
  }
  return Object.entries(value).flatMap(([key, item]) =>
    // What a tier does not limit is no value of it.
    item === undefined ? [] : leaves(item, path === "" ? key : `${path}.${key}`),
  );
}
