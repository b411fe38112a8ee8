import { readTable, tables } from "../../policies/levels";
import { policies as pack } from "../../policies/pack";
import { type PackPolicy, referencePath } from "../../policies/shared/about";
import { exemptionPrefix } from "../../policies/shared/exemptions";
import { code, type Generator, page, table } from "./generator";

const settings = tables.map((name) => ({ name, of: readTable(name) }));

/** Every policy: what it refuses, why, how strictly where, and what to write instead. */
export const policies: Generator = {
  file: referencePath,
  render: () => {
    const sorted = [...pack].sort((a, b) => (a.name < b.name ? -1 : 1));
    return page([
      "# Policies",
      introduction,
      "## All policies",
      table(["Policy", "Severity", ...tables], sorted.map(row)),
      ...sorted.flatMap(describe),
    ]);
  },
};

const introduction = [
  "What previews and updates are judged by, before anything changes. A mandatory violation refuses, an",
  "advisory one is shown. The levels are those of the stack's tier in `policies/config/`; `recovery` is for a",
  "site that stands by for production. [How to read a refusal](../how-to/read-a-refusal.md),",
  "[how to exempt a resource](../how-to/exempt-a-resource.md).",
].join("\n");

function row({ name, severity }: PackPolicy): string[] {
  return [
    `[${name}](#${name})`,
    severity,
    ...settings.map(({ of }) => of[name]?.level ?? "mandatory"),
  ];
}

function describe(policy: PackPolicy): string[] {
  const { name, description, severity, anchor, types, remediationSteps } = policy;
  return [
    `## ${name}`,
    description,
    [
      `- Instead: ${remediationSteps}`,
      `- Follows from: ${anchor}`,
      `- Severity: ${severity}`,
      `- Judges: ${types.length === 0 ? "every resource" : types.map(code).join(", ")}${scope(policy)}`,
      `- Levels: ${settings.map(({ name: tier, of }) => `${tier} ${of[name]?.level ?? "mandatory"}`).join(", ")}`,
      `- Exemption: ${code(`${exemptionPrefix}${name}`)}`,
    ].join("\n"),
    parameters(policy),
  ];
}

function scope(policy: PackPolicy): string {
  return "validateStack" in policy ? ", in the light of the whole stack" : "";
}

function parameters({ name, configSchema }: PackPolicy): string {
  const rows = Object.entries(configSchema?.properties ?? {}).map(([key, schema]) => [
    code(key),
    schema.description ?? "",
    code(JSON.stringify(schema.default)),
    elsewhere(name, key),
  ]);
  return rows.length === 0 ? "" : table(["Parameter", "Meaning", "Default", "Elsewhere"], rows);
}

/** What tables say instead of the default. */
function elsewhere(policy: string, key: string): string {
  const values = settings.flatMap(({ name, of }) => {
    const value = of[policy]?.parameters[key];
    return value === undefined ? [] : [`${name}: ${code(JSON.stringify(value))}`];
  });
  return values.length === 0 ? "none" : values.join(", ");
}
