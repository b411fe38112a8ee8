import type {
  PolicyConfigSchema,
  ResourceValidationArgs,
  ResourceValidationPolicy,
} from "@pulumi/policy";

import { types, type ContainerInputs } from "./types";

/** What a policy says of itself. */
export interface About {
  /** Verb phrase in kebab case, the same as the file's name: `disallow-…`, `require-…` or `protect-…`. */
  readonly name: string;
  /** One sentence: the rule and what it prevents. */
  readonly description: string;
  /** Parameters that a tier may set, each with a default. */
  readonly configSchema?: PolicyConfigSchema;
}

/** A resource under judgement. */
export interface Subject<Inputs, Config> {
  /** Type token. */
  readonly type: string;
  readonly inputs: Inputs;
  /** Parameters of the policy, defaults filled in. */
  readonly config: Config;
  /**
   * Reports a violation. The resource is put in front.
   * @param problem What is wrong and what to write instead. Never holds a value of an input: secrets come in clear.
   */
  readonly report: (problem: string) => void;
}

/** A policy about every container on its own. */
export function containerPolicy<Config extends object>(
  about: About,
  judge: (subject: Subject<ContainerInputs, Config>) => void,
): ResourceValidationPolicy {
  return resourcePolicy<ContainerInputs, Config>(about, [types.container], judge);
}

/** A policy about every resource of some types on its own. */
export function resourcePolicy<Inputs, Config extends object>(
  about: About,
  tokens: readonly string[],
  judge: (subject: Subject<Inputs, Config>) => void,
): ResourceValidationPolicy {
  return {
    ...about,
    validateResource: (args, reportViolation) => {
      if (!tokens.includes(args.type)) args.notApplicable(`It is about ${tokens.join(", ")}.`);
      judge({
        type: args.type,
        inputs: args.props as Inputs,
        config: args.getConfig<Config>(),
        report: (problem) => {
          reportViolation(`${describe(args)}: ${problem}`);
        },
      });
    },
  };
}

/** "container "copies-web-1"", with the name in the program. */
export function describe({ type, name }: Pick<ResourceValidationArgs, "type" | "name">): string {
  return `${type.slice(type.lastIndexOf(":") + 1).toLowerCase()} "${name}"`;
}
