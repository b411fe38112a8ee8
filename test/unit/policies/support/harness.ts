import type {
  PolicyResource,
  PolicyResourceOptions,
  ResourceValidationPolicy,
  StackValidationPolicy,
} from "@pulumi/policy";

import { asInPreview, isUnknownValue } from "./unknown";

/** A resource as the engine shows it to policies. */
export interface Resource {
  readonly type: string;
  readonly name?: string;
  readonly props: object;
  readonly protect?: boolean;
}

/** What a policy answered. */
export interface Verdict {
  readonly violations: readonly string[];
  /** Whether it said that it has nothing to say about this type. */
  readonly applies: boolean;
  /** Whether it met a value that is unknown in a preview, which the SDK turns into a note. */
  readonly incomplete: boolean;
}

type Parameters = Readonly<Record<string, unknown>>;

class NotApplicable extends Error {}

/** Runs a policy about single resources as the SDK's server does, defaults of its parameters filled in. */
export async function judge(
  policy: ResourceValidationPolicy,
  resource: Resource,
  parameters: Parameters = {},
): Promise<Verdict> {
  const { validateResource } = policy;
  if (typeof validateResource !== "function") throw new Error("One validation was expected.");
  const seen = shown(resource);
  return observe((report) =>
    validateResource(
      {
        ...seen,
        asType: (resourceClass) => seen.asType(resourceClass) as never,
        stackTags: new Map(),
        getConfig: () => ({ ...defaults(policy), ...parameters }) as never,
        notApplicable: refuse,
      },
      report,
    ),
  );
}

/** Runs a policy about a whole stack. */
export async function judgeStack(
  policy: StackValidationPolicy,
  resources: readonly Resource[],
): Promise<Verdict> {
  return observe((report) =>
    policy.validateStack(
      {
        resources: resources.map(shown),
        stackTags: new Map(),
        getConfig: () => defaults(policy) as never,
        notApplicable: refuse,
      },
      report,
    ),
  );
}

async function observe(
  run: (report: (message: string) => void) => Promise<void> | void,
): Promise<Verdict> {
  const violations: string[] = [];
  let [applies, incomplete] = [true, false];
  try {
    await run((message) => violations.push(message));
  } catch (error) {
    if (error instanceof NotApplicable) applies = false;
    else if (isUnknownValue(error)) incomplete = true;
    else throw error;
  }
  return { violations, applies, incomplete };
}

function shown({ type, name = "subject", props, protect = false }: Resource): PolicyResource {
  const inputs = asInPreview(props);
  // Unlike the helpers of the SDK's examples, this looks at the class that it is asked about.
  const isType = (resourceClass: object): boolean =>
    "__pulumiType" in resourceClass && resourceClass.__pulumiType === type;
  return {
    type,
    name,
    props: inputs,
    urn: `urn:pulumi:test::palier::${type}::${name}`,
    opts: options(protect),
    dependencies: [],
    propertyDependencies: {},
    isType,
    asType: (resourceClass) => (isType(resourceClass) ? (inputs as never) : undefined),
  };
}

function options(protect: boolean): PolicyResourceOptions {
  const customTimeouts = { createSeconds: 0, updateSeconds: 0, deleteSeconds: 0 };
  return { protect, ignoreChanges: [], aliases: [], additionalSecretOutputs: [], customTimeouts };
}

function defaults({ configSchema }: ResourceValidationPolicy | StackValidationPolicy): Parameters {
  const properties = Object.entries(configSchema?.properties ?? {});
  return Object.fromEntries(properties.map(([key, schema]) => [key, schema.default]));
}

function refuse(reason?: string): never {
  throw new NotApplicable(reason);
}
