import type { Parameters, Resource } from "./harness";

/** Something to judge: a resource, or several that belong together. */
export type Sample = Resource | readonly Resource[] | Configured | Variants;

/** A sample for a policy whose parameters differ from its defaults. */
export interface Configured {
  readonly parameters: Parameters;
  readonly resources: readonly Resource[];
}

/** The same sample in several forms, each judged on its own. */
export interface Variants {
  readonly variants: readonly Sample[];
}

/** What a policy has to refuse: the sample, what the message says, and how many violations there are (1). */
export type Refusal = readonly [sample: Sample, message: RegExp, times?: number];

/** What a policy must and must not refuse, in its own file `samples/<policy>.ts`. */
export interface Samples {
  /** Levels in development, preproduction, production and recovery: M mandatory, A advisory, - off. */
  readonly levels: string;
  /** By what they show. The first is what others are compared with: the usual resource. */
  readonly compliant: Readonly<Record<string, Sample>>;
  /** By what is wrong. Secrets in them are spelt "hunter2", which no message may show. */
  readonly violating: Readonly<Record<string, Refusal>>;
  /** Violations beside something unknown that have to be found; most are made by themselves. */
  readonly besideUnknown?: Readonly<Record<string, Sample>>;
  /** What cannot be judged before the update: neither refused nor accepted without a word. */
  readonly postponed?: Readonly<Record<string, Sample>>;
  /**
   * Properties ("healthcheck.tests", without positions) that decide about the violation although the
   * samples do not show it: where one is unknown, the violation may be left to the update.
   */
  readonly decisive?: readonly string[];
}

/** A sample in its plain form. */
export interface PlainSample {
  /** Distinguishes variants; empty for a sample that has none. */
  readonly variant: string;
  readonly resources: readonly Resource[];
  readonly parameters: Parameters;
}

/** All variants of a sample. */
export function plain(sample: Sample): readonly PlainSample[] {
  if ("variants" in sample) {
    return sample.variants.flatMap(plain).map((one) => ({
      ...one,
      variant: ` (${one.resources.at(-1)?.type.split(":").at(-1) ?? ""})`,
    }));
  }
  if ("parameters" in sample) return [{ variant: "", ...sample }];
  const resources = "type" in sample ? [sample] : sample;
  return [{ variant: "", resources, parameters: {} }];
}

/** The same sample in several forms. */
export function variants(...samples: readonly Sample[]): Variants {
  return { variants: samples };
}

/** A sample for other parameters than the defaults. */
export function configured(parameters: Parameters, ...resources: readonly Resource[]): Configured {
  return { parameters, resources };
}

/** A sample as the first one of its kind that is compliant, to compare a violating one with. */
export function usual({ compliant }: Samples, type: string, name?: string): Resource | undefined {
  const resources = Object.values(compliant)
    .flatMap(plain)
    .flatMap((sample) => sample.resources)
    .filter((resource) => resource.type === type);
  return resources.find((resource) => resource.name === name) ?? resources[0];
}
