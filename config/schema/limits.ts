import { about, type Effect } from "./about";
import { integer, text } from "./leaf";
import { maybe, section } from "./shape";

/** A size in MiB. Units are refused so that there is one spelling, and none that means 1000 or 1024 by taste. */
export const memory = integer({
  expected: "a whole number of MiB from 16 to 1048576",
  minimum: 16,
  maximum: 1_048_576,
  advice: memoryAdvice,
});

/** Cores, spelt as the Docker provider reads them back: any other spelling is a replacement on every preview. */
export const cpus = text({
  expected: 'cores in quotes with a decimal point, as "0.5" or "1.0", from "0.01" to "512.0"',
  pattern: /^(?!0\.0$)(?:0|[1-9][0-9]{0,2})\.(?:0|[0-9]?[1-9])$/,
  accepts: (value) => Number(value) <= 512,
  advice: cpusAdvice,
});

/** Weight under contention, within what the kernel takes. */
export const cpuShares = integer({
  expected: "a whole number from 2 to 262144",
  minimum: 2,
  maximum: 262_144,
});

const fromTier = "the tier's";

/** Limits of one container; `replacing` is what a changed CPU ceiling does to that kind of container. */
export function limits(replacing: Effect, memoryEffect: Effect = "in place") {
  return section({
    memory: about(maybe(memory), {
      purpose: "Memory in MiB; a process that needs more is ended. Swap is never added on top.",
      effect: memoryEffect,
      fallback: fromTier,
    }),
    cpus: about(maybe(cpus), {
      purpose: "Ceiling in cores.",
      effect: replacing,
      fallback: fromTier,
    }),
    cpuShares: about(maybe(cpuShares), {
      purpose: "Weight under contention; 1024 is the weight of one ordinary container.",
      effect: "in place",
      fallback: fromTier,
    }),
  });
}

const factors: Readonly<Record<string, number>> = { k: 1 / 1024, m: 1, g: 1024, t: 1024 * 1024 };

function memoryAdvice(value: unknown): string | undefined {
  const match = typeof value === "string" ? /^(\d{1,9})\s*([kmgt]?)(?:i?b)?$/i.exec(value) : null;
  const factor = factors[(match?.[2] ?? "").toLowerCase() || "m"] ?? 1;
  const mebibytes = Math.ceil(Number(match?.[1]) * factor);
  return Number.isNaN(mebibytes)
    ? undefined
    : `write ${mebibytes} (MiB, without a unit and without quotes)`;
}

function cpusAdvice(value: unknown): string | undefined {
  const cores = typeof value === "number" || typeof value === "string" ? Number(value) : Number.NaN;
  const rounded = Math.round(cores * 100) / 100;
  if (value === "" || !(rounded >= 0.01 && rounded <= 512)) {
    return undefined;
  }
  return `write "${Number.isInteger(rounded) ? rounded.toFixed(1) : String(rounded)}"`;
}
