import type { PromotionConfig, StackConfig } from "./stack-config";
import { tiers } from "./tiers";

const kinds = [
  { prefix: "refs/heads/", one: "branch", list: "branches" },
  { prefix: "refs/tags/", one: "tag", list: "tags" },
] as const;

/** What may be deployed to a stack: what its file says, or its tier. */
export function promotionOf(config: Pick<StackConfig, "promotion" | "tier">): PromotionConfig {
  return config.promotion ?? tiers[config.tier].promotion;
}

/**
 * Why a branch or tag may not be deployed to a stack, and what may, in one line; undefined where it may.
 * @param ref In full, as CI systems give it: `refs/heads/main`, `refs/tags/v1.2.0`.
 */
export function promotionFault(
  stack: string,
  config: Pick<StackConfig, "promotion" | "tier">,
  ref: string,
): string | undefined {
  if (ref === "") {
    return "No branch or tag is given. Say which: REF=refs/heads/main or REF=refs/tags/v1.2.0.";
  }
  const promotion = promotionOf(config);
  const kind = kinds.find(({ prefix }) => ref.startsWith(prefix));
  if (kind === undefined || !/^[\x21-\x7e\xa0-\uffff]+$/.test(ref.slice(kind.prefix.length))) {
    return `Expected the full name of a branch or tag, as refs/heads/main or refs/tags/v1.2.0, found "${ref}".`;
  }
  const name = ref.slice(kind.prefix.length);
  if (promotion[kind.list].some((pattern) => expression(pattern).test(name))) return undefined;
  const source =
    config.promotion === undefined ? `the tier ${config.tier}` : `Pulumi.${stack}.yaml`;
  return `The ${kind.one} "${name}" may not be deployed to stack "${stack}": ${source} allows ${inWords(promotion)} (palier:promotion).`;
}

/** A name where `*` stands for anything but `/`, and `**` for anything. */
function expression(pattern: string): RegExp {
  const parts = pattern
    .split(/(\*+)/)
    .map((part) =>
      part.startsWith("*")
        ? part.length === 1
          ? "[^/]*"
          : ".*"
        : part.replace(/[.+]/g, String.raw`\$&`),
    );
  return new RegExp(`^${parts.join("")}$`);
}

function inWords(promotion: PromotionConfig): string {
  return kinds
    .map(({ list }) => {
      const patterns = promotion[list];
      return patterns.length === 0 ? `no ${list}` : `the ${list} ${patterns.join(", ")}`;
    })
    .join(" and ");
}
