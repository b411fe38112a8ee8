import assert from "node:assert/strict";

import type { PackPolicy } from "../../../../policies/shared/about";
import type { Check } from "./checks";
import { judge, type Resource } from "./harness";
import { type Path, recorded, replaced, spelt, valueAt } from "./paths";
import { plain, type PlainSample, type Samples, usual } from "./samples";
import { unknownText } from "./unknown";

/** A violating sample, a place in one of its resources, and what is compliant there. */
interface Spot {
  readonly policy: PackPolicy;
  readonly samples: Samples;
  readonly sample: PlainSample;
  readonly message: RegExp;
  readonly index: number;
  readonly path: Path;
}

/**
 * Makes each value unknown that the policy reads in a violating sample. Where the violation does not hang
 * on that value it has to be found all the same; where it does, it must not be accepted without a word.
 */
export function unknownChecks(policy: PackPolicy, samples: Samples): Check[] {
  return Object.entries(samples.violating).flatMap(([what, [sample, message]]) =>
    plain(sample).map((one) => ({
      title: `finds it beside anything unknown: ${what}${one.variant}`,
      run: () => {
        for (const [index, path] of reads(policy, one)) {
          const spot = { policy, samples, sample: one, message, index, path };
          unknownValue(spot);
          unknownEntry(spot);
        }
      },
    })),
  );
}

/** What the policy reads of each resource of a sample. */
function reads(policy: PackPolicy, { resources, parameters }: PlainSample): [number, Path][] {
  const found = new Map<string, [number, Path]>();
  const watched = resources.map((resource, index) => ({
    ...resource,
    props: recorded(resource.props, (path) => {
      found.set(`${index}/${path.join("/")}`, [index, path]);
    }),
  }));
  judge(policy, watched, parameters);
  return [...found.values()];
}

function unknownValue(spot: Spot): void {
  const { samples, path } = spot;
  const resource = subject(spot);
  const compliant = valueAt(usual(samples, resource.type, resource.name)?.props, path);
  const hangsOnIt =
    decisive(spot) ||
    !violates(spot, undefined) ||
    (compliant !== undefined && !violates(spot, compliant));
  found(spot, unknownText, hangsOnIt);
}

/** An entry that is unknown, and one all of whose values are, in front of those of a list. */
function unknownEntry(spot: Spot): void {
  const { samples, path } = spot;
  const resource = subject(spot);
  const list = listAt(resource, path);
  if (list.length === 0) return;
  const compliant = listAt(usual(samples, resource.type, resource.name), path);
  const hangsOnIt = decisive(spot) || !violates(spot, [...compliant, ...list]);
  found(spot, [unknownText, ...list], hangsOnIt);
  const [first] = list;
  if (typeof first !== "object" || first === null) return;
  const hidden = Object.fromEntries(Object.keys(first).map((key) => [key, unknownText]));
  found(spot, [hidden, ...list], hangsOnIt);
}

function listAt(resource: Resource | undefined, path: Path): readonly unknown[] {
  const value = valueAt(resource?.props, path);
  return Array.isArray(value) ? (value as unknown[]) : [];
}

function found(spot: Spot, value: unknown, hangsOnIt: boolean): void {
  const { violations, incomplete } = changed(spot, value);
  const where = `${spelt(spot.path)} of ${subject(spot).name ?? "the resource"}`;
  if (violations.some((violation) => spot.message.test(violation))) return;
  assert.ok(hangsOnIt, `the violation is lost beside something unknown in ${where}`);
  assert.ok(incomplete, `something unknown in ${where} is accepted without a word`);
}

function violates(spot: Spot, value: unknown): boolean {
  const { violations } = changed(spot, value);
  return violations.some((violation) => spot.message.test(violation));
}

function changed(spot: Spot, value: unknown): ReturnType<typeof judge> {
  const { policy, sample, index, path } = spot;
  const resource = subject(spot);
  const other = { ...resource, props: replaced(resource.props, path, value) };
  return judge(policy, sample.resources.with(index, other), sample.parameters);
}

function subject({ sample, index }: Spot): Resource {
  const resource = sample.resources[index];
  assert.ok(resource);
  return resource;
}

function decisive({ samples, path }: Spot): boolean {
  return samples.decisive?.includes(spelt(path)) ?? false;
}
