import type {
  Policy,
  PolicyConfigSchema,
  ResourceValidationPolicy,
  Severity,
  StackValidationPolicy,
} from "@pulumi/policy";

/** The generated reference, below the project's root: the repository has no public address. */
export const referencePath = "docs/reference/policies.md";

/** What a policy says of itself. */
export interface About {
  /** Verb phrase in kebab case, the same as the file's name: `disallow-…`, `require-…`, `restrict-…` or `protect-…`. */
  readonly name: string;
  /** One sentence: the rule and what it prevents. */
  readonly description: string;
  /** How bad a violation is, wherever it is found. */
  readonly severity: Severity;
  /** What the rule follows from, for example `CIS Docker 5.5`. */
  readonly anchor: string;
  /** What to write instead, in one or two sentences. */
  readonly remediation: string;
  /** Parameters that a tier may set, each with a default and a description. */
  readonly configSchema?: PolicyConfigSchema;
}

/** What the pack, its reference and its tests know of a policy beside what the SDK does. */
interface Documented {
  readonly anchor: string;
  /** Type tokens of the resources that it judges; empty for all of them. */
  readonly types: readonly string[];
  readonly severity: Severity;
  readonly remediationSteps: string;
  readonly url: string;
}

/** A policy about single resources. */
export type ResourcePolicy = ResourceValidationPolicy & Documented;

/** A policy about a stack as a whole. */
export type StackPolicy = StackValidationPolicy & Documented;

/** A policy of the pack. */
export type PackPolicy = ResourcePolicy | StackPolicy;

/** Where a policy is explained. */
export function urlOf(name: string): string {
  return `${referencePath}#${name}`;
}

/** What both kinds of policies have in common, as the SDK wants it. */
export function documented(about: About, types: readonly string[]): Policy & Documented {
  const { remediation, ...rest } = about;
  return { ...rest, types, remediationSteps: remediation, url: urlOf(about.name) };
}

/** Parameters of a policy: its defaults, and over them what the tier's file says. */
export function parametersOf({ configSchema }: Pick<About, "configSchema">, given: object): object {
  const defaults = Object.entries(configSchema?.properties ?? {}).map(
    ([key, schema]) => [key, schema.default] as const,
  );
  return { ...Object.fromEntries(defaults), ...given };
}
