import { randomBytes } from "node:crypto";

import type { CheckContext, Properties } from "../base/resource";

/** Input in which a generated value is listed, so that it is told apart from one that the program gave; the official plugin uses the same key. */
const generated = "__defaults";

/**
 * Gives a resource without a name one: `<logical name>-<7 hex digits>`, or what the stack's autonaming asks for.
 * A generated name is kept for as long as the resource lives; a replacement gets another one.
 * @throws Error when the stack forbids generated names.
 */
export function withName(
  news: Properties,
  olds: Properties | undefined,
  ctx: CheckContext,
): Properties {
  if (news.name !== undefined && news.name !== null && news.name !== "") return news;
  const kept = olds && isGenerated(olds) ? olds.name : undefined;
  return { ...news, name: kept ?? makeName(ctx), [generated]: ["name"] };
}

/** Tells whether the name was made here, so that an old and a new object can exist side by side. */
export function isGenerated(inputs: Properties): boolean {
  const keys = inputs[generated];
  return Array.isArray(keys) && keys.includes("name");
}

function makeName({ autonaming, name, randomSeed }: CheckContext): string {
  if (autonaming?.mode === "disable") {
    throw new Error(
      `"${name}" needs a name: the stack's pulumi:autonaming forbids generated ones.`,
    );
  }
  if (autonaming?.proposedName) return autonaming.proposedName;
  const bytes = randomSeed.length >= 4 ? randomSeed : randomBytes(4);
  return `${name}-${Buffer.from(bytes).toString("hex").slice(0, 7)}`;
}
