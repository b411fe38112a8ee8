import type {
  PolicyProviderResource,
  PolicyResource,
  PolicyResourceOptions,
  ReportViolation,
  ResourceValidationArgs,
} from "@pulumi/policy";

import {
  type About,
  documented,
  parametersOf,
  type ResourcePolicy,
  type StackPolicy,
  urlOf,
} from "./about";
import { exemptionFrom, exemptionPrefix } from "./exemptions";
import type { ContainerInputs, ServiceInputs } from "./inputs";
import { plainInputs } from "./plain";
import { types, workloadTypes } from "./types";
import { type Workload, workloadOf } from "./workload";

export type { About } from "./about";

/** A resource under judgement. */
export interface Subject<Inputs, Config> {
  /** Type token. */
  readonly type: string;
  /** Name in the program. */
  readonly name: string;
  readonly inputs: Inputs;
  readonly options: PolicyResourceOptions;
  /** The resource of the provider that makes it, where it has one of its own. */
  readonly provider: PolicyProviderResource | undefined;
  /** Parameters of the policy, defaults filled in. */
  readonly config: Config;
  /**
   * Reports a violation, unless the resource is exempt. The resource is put in front, the page behind.
   * @param problem What is wrong and what to write instead. Never holds a value of an input: secrets come in clear.
   */
  readonly report: (problem: string) => void;
}

/** A container or a service under judgement. */
export interface WorkloadSubject<Config> extends Subject<object, Config> {
  readonly workload: Workload;
}

/** A stack under judgement. */
export interface StackSubject<Config> {
  readonly resources: readonly PolicyResource[];
  /** The containers and services among them. */
  readonly workloads: readonly { readonly resource: PolicyResource; readonly workload: Workload }[];
  /** Parameters of the policy, defaults filled in. */
  readonly config: Config;
  /** Reports a violation of this resource, as {@link Subject.report} does. */
  readonly report: (problem: string, resource: PolicyResource) => void;
}

/** A policy about every container and every service on its own. */
export function workloadPolicy<Config extends object>(
  about: About,
  judge: (subject: WorkloadSubject<Config>) => void,
): ResourcePolicy {
  return resourcePolicy<object, Config>(about, workloadTypes, (subject) => {
    const workload = workloadOf(subject.type, subject.inputs);
    if (workload !== undefined) judge({ ...subject, workload });
  });
}

/** A policy about every container on its own, where services have nothing of the kind. */
export function containerPolicy<Config extends object>(
  about: About,
  judge: (subject: Subject<ContainerInputs, Config>) => void,
): ResourcePolicy {
  return resourcePolicy<ContainerInputs, Config>(about, [types.container], judge);
}

/** A policy about every service on its own, where containers have nothing of the kind. */
export function servicePolicy<Config extends object>(
  about: About,
  judge: (subject: Subject<ServiceInputs, Config>) => void,
): ResourcePolicy {
  return resourcePolicy<ServiceInputs, Config>(about, [types.service], judge);
}

/**
 * A policy about every resource of some types on its own.
 * @param tokens Type tokens; empty for every resource.
 */
export function resourcePolicy<Inputs, Config extends object>(
  about: About,
  tokens: readonly string[],
  judge: (subject: Subject<Inputs, Config>) => void,
): ResourcePolicy {
  return {
    ...documented(about, tokens),
    validateResource: (args, reportViolation) => {
      // Returning is many times cheaper than notApplicable(), which is an exception for each pair of both.
      if (tokens.length > 0 && !tokens.includes(args.type)) return;
      judge({
        type: args.type,
        name: args.name,
        inputs: plainInputs(args.props) as Inputs,
        options: args.opts,
        provider: args.provider,
        config: parametersOf(about, args.getConfig()) as Config,
        report: (problem) => {
          reportUnlessExempt(about.name, problem, args, reportViolation);
        },
      });
    },
  };
}

/**
 * A policy about a stack as a whole, for what shows only between resources. The engine asks it in the
 * preview, and in the update only afterwards: the preview is what prevents.
 * @param tokens Type tokens of the resources that it reports, all of them.
 */
export function stackPolicy<Config extends object>(
  about: About,
  tokens: readonly string[],
  judge: (subject: StackSubject<Config>) => void,
): StackPolicy {
  return {
    ...documented(about, tokens),
    validateStack: (args, reportViolation) => {
      const { resources } = args;
      judge({
        resources,
        workloads: resources.flatMap((resource) => {
          const workload = workloadOf(resource.type, resource.props);
          return workload === undefined ? [] : [{ resource, workload }];
        }),
        config: parametersOf(about, args.getConfig()) as Config,
        report: (problem, resource) => {
          reportUnlessExempt(about.name, problem, resource, reportViolation);
        },
      });
    },
  };
}

/** "container "copies-web-1"", with the name in the program. */
export function describe({ type, name }: Pick<ResourceValidationArgs, "type" | "name">): string {
  const kind = type.startsWith("pulumi:providers:")
    ? "provider"
    : type.slice(type.lastIndexOf(":") + 1).toLowerCase();
  return `${kind} "${name}"`;
}

function reportUnlessExempt(
  policy: string,
  problem: string,
  resource: Pick<PolicyResource, "type" | "name" | "urn" | "props">,
  reportViolation: ReportViolation,
): void {
  const exemption = exemptionFrom(policy, resource.props);
  if (exemption.kind === "in-force") return;
  const claim =
    exemption.kind === "void"
      ? `; its exemption ${exemptionPrefix}${policy} ${exemption.fault}`
      : "";
  const url = urlOf(policy);
  reportViolation(`${describe(resource)}: ${problem}${claim} (${url})`, resource.urn);
}
