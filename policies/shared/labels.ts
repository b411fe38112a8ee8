import type { LabelledInputs } from "./inputs";
import { find } from "./unknown";

/**
 * Value of a label, or undefined where it is not set. Values of other labels are not read, because
 * one of them may be unknown.
 */
export function labelOf({ labels }: LabelledInputs, key: string): string | undefined {
  return find(labels, (entry) => entry.label === key)?.value;
}
