import { readTable, tableOf } from "../../policies/levels";
import { policies } from "../../policies/pack";
import { exemptionFault, exemptionPrefix } from "../../policies/shared/exemptions";
import { containersOf } from "../../spec/containers";
import type { DeploymentSpec } from "../../spec/deployment";

/** What a stack is judged by, in lines for people. */
export interface PolicyReport {
  readonly lines: readonly string[];
  /** Whether an exemption is there that does not count. */
  readonly void: boolean;
}

interface Exemption {
  readonly resource: string;
  readonly policy: string;
  /** "until YYYY-MM-DD: reason" */
  readonly value: string;
  /** Why it does not count; undefined where it does. */
  readonly fault: string | undefined;
}

/** The policies with their levels for a stack, and the exemptions of its containers. */
export function reportPolicies(spec: DeploymentSpec): PolicyReport {
  const table = tableOf(spec.tier, spec.role);
  const levels = readTable(table);
  const exemptions = exemptionsOf(spec);
  const isVoid = exemptions.some(({ fault }) => fault !== undefined);
  return {
    void: isVoid,
    lines: [
      `Policies of the stack ${spec.stack} (policies/config/${table}.json):`,
      ...columns(
        [...policies]
          .sort((a, b) => (a.name < b.name ? -1 : 1))
          .map(({ name, severity }) => [levels[name]?.level ?? "mandatory", name, severity]),
      ),
      "",
      exemptions.length === 0 ? "Exemptions: none" : "Exemptions:",
      ...columns(exemptions.map(row)),
    ],
  };
}

function row({ resource, policy, value, fault }: Exemption): string[] {
  return [resource, policy, fault === undefined ? value : `DOES NOT COUNT: it ${fault}`];
}

/** Those of containers of the resolved stack, which are the ones that the policies will see. */
function exemptionsOf(spec: DeploymentSpec): Exemption[] {
  const containers = [spec.proxy.container, ...spec.applications.flatMap(containersOf)];
  return containers.flatMap(({ resource, labels }) =>
    Object.entries(labels)
      .filter(([key]) => key.startsWith(exemptionPrefix))
      .map(([key, value]) => {
        const policy = key.slice(exemptionPrefix.length);
        return { resource, policy, value, fault: faultOf(policy, value) };
      }),
  );
}

function faultOf(policy: string, value: string): string | undefined {
  const exists = policies.some(({ name }) => name === policy);
  return exists ? exemptionFault(value) : "names no policy of the pack";
}

/** Rows with their columns one below the other. */
function columns(rows: readonly (readonly string[])[]): string[] {
  const width = (index: number): number =>
    Math.max(...rows.map((cells) => (cells[index] ?? "").length));
  return rows.map((cells) =>
    `  ${cells.map((cell, index) => cell.padEnd(width(index))).join("  ")}`.trimEnd(),
  );
}
