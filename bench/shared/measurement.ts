import type { Pair } from "./pairs";

/** A ratio that belongs to a measurement and has no target of its own. */
export interface RelatedRatio {
  readonly pairs: readonly Pair[];
  readonly what: string;
}

/** One line of the results. */
export interface Measurement {
  readonly title: string;
  /** The largest ratio that is acceptable. */
  readonly target: number;
  /** Which ratio has to meet the target; the median when left out. */
  readonly judged?: "median" | "maximum";
  readonly unit: "s" | "ms" | "MiB" | "requests";
  readonly pairs: readonly Pair[];
  /** What exactly was compared with what. */
  readonly method: string;
  /** A floor below which the engine itself cannot go, when it counts: its own ratios and what it is. */
  readonly floor?: RelatedRatio;
  /** The same runs seen in other ways. */
  readonly beside?: readonly RelatedRatio[];
  /** Sentences about where the time went. */
  readonly remarks?: readonly string[];
}
