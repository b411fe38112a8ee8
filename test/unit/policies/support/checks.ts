import assert from "node:assert/strict";

import type { PackPolicy } from "../../../../policies/shared/about";
import { types } from "../../../../policies/shared/types";
import { judge } from "./harness";
import { plain, type PlainSample, type Sample, type Samples } from "./samples";
import { unknownChecks } from "./unknown-checks";
import { pathsOf, replaced } from "./paths";

/** One thing that has to hold; `run` throws where it does not. */
export interface Check {
  readonly title: string;
  readonly run: () => void;
}

/** Everything that has to hold of a policy, by its samples. The same checks kill mutants of it. */
export function checksOf(policy: PackPolicy, samples: Samples): Check[] {
  return [
    ...each(samples.compliant, "accepts", (sample) => {
      assert.deepEqual(verdict(policy, sample), { violations: [], incomplete: false });
    }),
    ...Object.entries(samples.violating).flatMap(([what, [sample, message, times = 1]]) =>
      each({ [what]: sample }, "refuses", (one) => {
        refused(policy, one, message, times);
      }),
    ),
    ...each(samples.besideUnknown, "refuses, beside something unknown,", (sample) => {
      assert.notDeepEqual(verdict(policy, sample).violations, []);
    }),
    ...each(samples.postponed, "says that it cannot judge yet", (sample) => {
      assert.deepEqual(verdict(policy, sample), { violations: [], incomplete: true });
    }),
    {
      title: "bears that any input is missing",
      run: () => {
        withoutEach(policy, samples);
      },
    },
    ...unknownChecks(policy, samples),
    ...strangers(policy, samples),
    ...services(policy, samples),
  ];
}

function each(
  samples: Readonly<Record<string, Sample>> | undefined,
  verb: string,
  run: (sample: PlainSample) => void,
): Check[] {
  return Object.entries(samples ?? {}).flatMap(([what, sample]) =>
    plain(sample).map((one) => ({
      title: `${verb} ${what}${one.variant}`,
      run: () => {
        run(one);
      },
    })),
  );
}

function verdict(policy: PackPolicy, { resources, parameters }: PlainSample) {
  return judge(policy, resources, parameters);
}

function refused(policy: PackPolicy, sample: PlainSample, message: RegExp, times: number): void {
  const { violations, incomplete } = verdict(policy, sample);
  assert.equal(violations.length, times, violations.join("\n") || "nothing was refused");
  assert.equal(incomplete, false);
  for (const violation of violations) {
    assert.match(violation, message);
    assert.match(
      violation,
      /^[a-z0-9]+ "[^"]+": [^\n]+ \(docs\/reference\/policies\.md#[a-z-]+\)$/,
    );
    assert.ok(isAbout(policy, violation), "it is about a type that the policy does not name");
    assert.doesNotMatch(violation, /hunter2/, "a message shows a secret");
  }
}

function isAbout(policy: PackPolicy, violation: string): boolean {
  const { types: tokens } = policy;
  const kind = violation.slice(0, violation.indexOf(" "));
  const kinds = tokens.map((type) =>
    type.startsWith("pulumi:providers:") ? "provider" : type.split(":").at(-1)?.toLowerCase(),
  );
  const aboutAll = tokens.length === 0 && !("validateStack" in policy);
  return aboutAll || kinds.includes(kind);
}

/** A policy must not be ended by an input that is not there: the engine would stop with a stack trace. */
function withoutEach(policy: PackPolicy, samples: Samples): void {
  const all = [
    ...Object.values(samples.compliant),
    ...Object.values(samples.violating).map(([sample]) => sample),
  ].flatMap(plain);
  for (const { resources, parameters } of all) {
    for (const [index, resource] of resources.entries()) {
      for (const path of pathsOf(resource.props)) {
        const without = { ...resource, props: replaced(resource.props, path, undefined) };
        judge(policy, resources.with(index, without), parameters);
      }
    }
  }
}

function strangers(policy: PackPolicy, { violating }: Samples): Check[] {
  if (policy.types.length === 0) return [];
  const run = (): void => {
    for (const { resources, parameters } of Object.values(violating).flatMap(([s]) => plain(s))) {
      const disguised = resources.map((resource) => ({ ...resource, type: "test:index:Other" }));
      const { violations } = judge(policy, disguised, parameters);
      assert.deepEqual(violations, []);
    }
  };
  return [{ title: "has nothing to say about other resources", run }];
}

/** Whoever judges containers and services has to show both. */
function services(policy: PackPolicy, { compliant, violating }: Samples): Check[] {
  if (![types.container, types.service].every((type) => policy.types.includes(type))) return [];
  const run = (): void => {
    const shown = (samples: readonly Sample[]): boolean =>
      samples
        .flatMap(plain)
        .some(({ resources }) => resources.some(({ type }) => type === types.service));
    assert.ok(shown(Object.values(compliant)), "no compliant service is among the samples");
    const refusals = Object.values(violating).map(([sample]) => sample);
    assert.ok(shown(refusals), "no violating service is among the samples");
  };
  return [{ title: "is shown containers and services", run }];
}
