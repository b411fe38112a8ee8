import type { Path } from "../schema/path";
import type { LimitsConfig } from "../stack-config";
import type { LimitedKind } from "../tiers";
import type { ResourceLimitsSpec } from "../../spec/container";
import type { StackContext } from "./context";

/** Weight of one core under contention, as the engine counts it. */
const sharesPerCore = 1024;

/** The size of one container. */
export interface Size {
  readonly limits: ResourceLimitsSpec;
  /** CPU ceiling, spelt as the provider reads it back. */
  readonly cpus: string;
}

/**
 * Size of a container: what the stack says, otherwise what its tier gives this kind.
 * @param minimum Smallest memory in MiB that the software works with.
 * @param path Key of the limits, for the message.
 */
export function resolveSize(
  { defaults, problems }: StackContext,
  kind: LimitedKind,
  choice: LimitsConfig | undefined,
  minimum: { readonly memory: number; readonly reason: string },
  path: Path,
): Size {
  const memory = choice?.memory ?? defaults.limits[kind].memory;
  if (memory < minimum.memory) {
    problems.add(
      [...path, "memory"],
      `${memory} MiB is too little for ${minimum.reason}; give it at least ${minimum.memory}`,
    );
  }
  const cpus = canonicalCpus(choice?.cpus ?? defaults.limits[kind].cpus);
  return {
    limits: { memory, cpuShares: choice?.cpuShares ?? Math.round(sharesPerCore * Number(cpus)) },
    cpus,
  };
}

/**
 * Spells a number of cores with a decimal point and without needless zeros ("1.0", "0.5"): any
 * other spelling replaces the container on the next preview.
 */
export function canonicalCpus(cpus: string): string {
  const text = String(Number(cpus));
  return text.includes(".") ? text : `${text}.0`;
}
