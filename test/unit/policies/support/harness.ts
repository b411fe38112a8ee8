import assert from "node:assert/strict";

import type {
  PolicyProviderResource,
  PolicyResource,
  PolicyResourceOptions,
  ResourceValidationArgs,
} from "@pulumi/policy";

import type { PackPolicy, ResourcePolicy, StackPolicy } from "../../../../policies/shared/about";
import { setToday } from "../../../../policies/shared/clock";
import { asInPreview, isUnknownValue } from "./unknown";

/** The day on which samples are judged. */
export const testDay = "2026-06-01";

/** A resource as the engine shows it to policies. */
export interface Resource {
  readonly type: string;
  /** Name in the program; `subject` when left out. */
  readonly name?: string;
  readonly props: object;
  readonly options?: Partial<PolicyResourceOptions>;
  readonly provider?: PolicyProviderResource;
  /** Names of the resources that an input is made from, by the input's name; only policies about stacks see it. */
  readonly uses?: Readonly<Record<string, readonly string[]>>;
}

/** What a policy answered. */
export interface Verdict {
  readonly violations: readonly string[];
  /** Whether it met a value that is unknown in a preview, which the SDK turns into a note. */
  readonly incomplete: boolean;
}

export type Parameters = Readonly<Record<string, unknown>>;

/** Runs a policy as the SDK's server does: one about resources for each of them, one about stacks for all. */
export function judge(
  policy: PackPolicy,
  resources: readonly Resource[],
  parameters: Parameters = {},
): Verdict {
  setToday(testDay);
  try {
    return "validateStack" in policy
      ? judgeStack(policy, resources, parameters)
      : judgeEach(policy, resources, parameters);
  } finally {
    setToday(undefined);
  }
}

function judgeEach(
  policy: ResourcePolicy,
  resources: readonly Resource[],
  parameters: Parameters,
): Verdict {
  const verdicts = resources.map((resource) =>
    observe((report) => {
      const seen = shown(resource);
      const args: ResourceValidationArgs = {
        ...seen,
        asType: () => undefined,
        stackTags: new Map(),
        getConfig: () => parameters as never,
        notApplicable,
      };
      const { validateResource } = policy;
      assert.ok(typeof validateResource === "function", "one validation was expected");
      return validateResource(args, report);
    }),
  );
  return {
    violations: verdicts.flatMap(({ violations }) => violations),
    incomplete: verdicts.some(({ incomplete }) => incomplete),
  };
}

function judgeStack(
  policy: StackPolicy,
  resources: readonly Resource[],
  parameters: Parameters,
): Verdict {
  return observe((report) =>
    policy.validateStack(
      {
        resources: connected(resources),
        stackTags: new Map(),
        getConfig: () => parameters as never,
        notApplicable,
      },
      report,
    ),
  );
}

function connected(resources: readonly Resource[]): PolicyResource[] {
  const all = resources.map(shown);
  return all.map((resource, index) => {
    const uses = Object.entries(resources[index]?.uses ?? {});
    const propertyDependencies = Object.fromEntries(
      uses.map(([input, names]) => [input, all.filter(({ name }) => names.includes(name))]),
    );
    return { ...resource, propertyDependencies };
  });
}

function observe(run: (report: (message: string) => void) => Promise<void> | void): Verdict {
  const violations: string[] = [];
  try {
    const answer = run((message) => violations.push(message));
    assert.equal(answer, undefined, "policies judge at once, without waiting for anything");
  } catch (error) {
    if (!isUnknownValue(error)) throw error;
    return { violations, incomplete: true };
  }
  return { violations, incomplete: false };
}

function shown({ type, name = "subject", props, options, provider }: Resource): PolicyResource {
  return {
    type,
    name,
    props: asInPreview(props),
    urn: `urn:pulumi:test::palier::${type}::${name}`,
    opts: {
      protect: false,
      ignoreChanges: [],
      aliases: [],
      additionalSecretOutputs: [],
      customTimeouts: { createSeconds: 0, updateSeconds: 0, deleteSeconds: 0 },
      ...options,
    },
    ...(provider && { provider }),
    dependencies: [],
    propertyDependencies: {},
    isType: () => false,
    asType: () => undefined,
  };
}

function notApplicable(): never {
  throw new Error("policies return from what is not theirs: an exception for each pair takes long");
}
