import type { Pair } from "./pairs";

/** One line of the results. */
export interface Measurement {
  readonly title: string;
  /** The largest median ratio that is acceptable. */
  readonly target: number;
  readonly unit: "s" | "MiB";
  readonly pairs: readonly Pair[];
  /** What exactly was compared with what. */
  readonly method: string;
  /** A floor below which the engine itself cannot go, when it counts: its own ratios and what it is. */
  readonly floor?: { readonly pairs: readonly Pair[]; readonly what: string };
}
