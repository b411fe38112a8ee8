import type { Problem } from "../../errors";
import { tiers } from "../../tiers";
import { image, isPinned } from "../image";
import { type Path, spell } from "../path";
import { mapping, valid } from "./loose";
import { tierOf } from "./tier";

/** Tiers that others use take images by digest, so that what was tested is what runs. */
export function imageRules(configuration: Readonly<Record<string, unknown>>): Problem[] {
  const tier = tierOf(configuration)?.tier;
  if (tier === undefined || !tiers[tier].digestsOnly) {
    return [];
  }
  return references(configuration).flatMap(({ path, value }) => {
    const reference = valid(image, value);
    return reference === undefined || isPinned(reference)
      ? []
      : [{ path: spell(path), message: unpinned(reference, tier) }];
  });
}

function unpinned(reference: string, tier: string): string {
  return (
    `image without digest; tier ${tier} takes images as name@sha256:… only, found "${reference}"; ` +
    `write the digest that the build printed, or that "docker buildx imagetools inspect ${reference}" shows`
  );
}

function references(
  configuration: Readonly<Record<string, unknown>>,
): { readonly path: Path; readonly value: unknown }[] {
  const services = Object.entries(mapping(configuration.images)).flatMap(([key, value]) =>
    typeof value === "string"
      ? [{ path: ["images", key], value }]
      : Object.entries(mapping(value)).map(([version, item]) => ({
          path: ["images", key, version],
          value: item,
        })),
  );
  const applications = Object.entries(mapping(configuration.applications)).map(([name, value]) => ({
    path: ["applications", name, "image"],
    value: mapping(value).image,
  }));
  return [...services, ...applications];
}
