import { readFileSync } from "node:fs";
import { join } from "node:path";

import type { DeploymentSpec } from "../../spec/deployment";
import { describeOverride, findOverride } from "../../spec/guard";
import { OperationFailure } from "../failure";

/** Name of the policies in their package.json, wherever the pack lies. */
const policies = "palier-policies";

/**
 * Whether the CLI judges what it does by the project's policies.
 * @param packs Folders of policy packs as the CLI takes them from `PULUMI_OPTION_POLICY_PACK`, separated by
 *   commas; undefined for none. What only the flag `--policy-pack` names is not to be seen from a program.
 */
export function policiesInForce(packs: string | undefined): boolean {
  return (packs ?? "").split(",").some(holdsPolicies);
}

/**
 * Refuses an update that the policies do not judge, unless the stack's file lets it pass.
 * @param today YYYY-MM-DD (UTC)
 * @returns A line for people about what lets it pass.
 * @throws OperationFailure when nothing does.
 */
export function passWithoutPolicies(
  { stack, guard }: Pick<DeploymentSpec, "stack" | "guard">,
  today: string,
): string {
  const override = findOverride(guard.overrides, "without-policies", undefined, today);
  if (override !== undefined) {
    return `The policies do not judge this update, which palier:overrides lets pass until ${override.until}: ${override.reason}`;
  }
  throw new OperationFailure(
    `The stack ${stack} is updated only under the policies, which refuse what would endanger it, and ` +
      "PULUMI_OPTION_POLICY_PACK does not name them (--policy-pack on its own cannot be seen from here): " +
      `run ". ./env.sh" in this shell first, use "make up STACK=${stack}", or ` +
      `${describeOverride("without-policies", undefined)}. Nothing was changed.`,
  );
}

/**
 * A line for people whose preview the policies do not judge: what it shows may be refused later.
 * @param today YYYY-MM-DD (UTC)
 */
export function previewWithoutPolicies(
  { guard }: Pick<DeploymentSpec, "guard">,
  today: string,
): string {
  const override = findOverride(guard.overrides, "without-policies", undefined, today);
  const then =
    override === undefined
      ? "an update will be refused"
      : `palier:overrides lets an update pass until ${override.until}`;
  return (
    "The policies do not judge this preview, because PULUMI_OPTION_POLICY_PACK does not name them: " +
    `run ". ./env.sh" first; ${then}.`
  );
}

function holdsPolicies(folder: string): boolean {
  if (folder === "") return false;
  try {
    const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as unknown;
    return (
      typeof manifest === "object" &&
      manifest !== null &&
      "name" in manifest &&
      manifest.name === policies
    );
  } catch {
    return false;
  }
}
