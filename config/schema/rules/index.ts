import type { Problem } from "../../errors";
import { engineRules } from "./engine";
import { guardRules } from "./guard";
import { hostRules } from "./hosts";
import { imageRules } from "./images";
import { mapping } from "./loose";
import { nameRules } from "./names";
import { proxyRules } from "./proxy";

/** What several values have to satisfy together; works on a configuration that has other faults too. */
export type Rule = (configuration: Readonly<Record<string, unknown>>) => Problem[];

const rules: readonly Rule[] = [
  engineRules,
  imageRules,
  proxyRules,
  nameRules,
  hostRules,
  guardRules,
];

/** Problems between values that are each well-formed. */
export function ruleProblems(configuration: unknown): Problem[] {
  const values = mapping(configuration);
  return rules.flatMap((rule) => rule(values));
}
