import { blueprints as allBlueprints } from "../../blueprints/registry";
import type { Blueprint } from "../../blueprints/types";
import type { DeploymentSpec } from "../../spec/deployment";
import { suggestion } from "../schema/suggest";
import type { ApprovalFile, ImageLock, StackConfig } from "../stack-config";
import { tiers } from "../tiers";
import { resolveApplication } from "./application";
import { deepFreeze } from "./canonical";
import type { ApplicationContext, StackContext } from "./context";
import { checkExemptions } from "./exemptions";
import { checkOverrides, resolveGuard } from "./guard";
import { pinImage } from "./images";
import { Problems } from "./problems";
import { resolveProxy } from "./proxy";
import { checkSecretKeys } from "./secrets";
import { resolveSite } from "./sites";
import { checkNames } from "./uniqueness";
import { network, volume } from "./volumes";

/** What a deployment is resolved from. */
export interface ResolveInput {
  /** The Pulumi project: first part of every name on the engine, and namespace of the configuration keys. */
  readonly project: string;
  readonly stack: string;
  readonly config: StackConfig;
  /** What `make images` built on this machine; empty where all images come by digest. */
  readonly images: ImageLock;
  /** What `releases/` holds; none when left out. */
  readonly approvals?: readonly ApprovalFile[];
  /** Names of the policies; when left out, exemptions may name any. */
  readonly policies?: readonly string[] | undefined;
}

/**
 * Joins blueprints, stack configuration and tier defaults into everything that is to be deployed.
 * Pure: the same input gives the same specification, which is plain, frozen and printable.
 * @param blueprints The known kinds of applications; the registry's unless a test brings its own.
 * @throws ConfigurationError with every problem that shows only where configuration and blueprint meet.
 */
export function resolve(
  { project, stack, config, images, approvals = [], policies }: ResolveInput,
  blueprints: Readonly<Record<string, Blueprint>> = allBlueprints,
): DeploymentSpec {
  const problems = new Problems();
  const defaults = tiers[config.tier];
  const context: StackContext = { project, stack, config, defaults, images, approvals, problems };
  const contexts = applicationContexts(context, blueprints);
  const edge = network(
    { context, application: undefined, component: "network", role: "edge" },
    false,
  );
  const image = pinImage(context, config.images.nginx, ["images", "nginx"]);
  const applications = contexts.map((one) => resolveApplication(one, { edge, helperImage: image }));
  const sites = contexts.map(resolveSite);
  const proxy = resolveProxy(context, { image, edge, sites, applications });
  // With an application left out, its secrets would be reported as well.
  if (contexts.length === Object.keys(config.applications).length) {
    checkSecretKeys(context, contexts);
  }
  // Its own volume: whoever reads how releases went needs no access to anything else.
  const journal = volume(
    { context, application: undefined, component: "release", role: "journal" },
    true,
  );
  const guard = resolveGuard(context);
  const spec = { project, stack, tier: config.tier, edge, proxy, applications, guard, journal };
  checkNames(spec, problems);
  checkExemptions(config, spec, problems, policies);
  checkOverrides(context, spec);
  problems.settle(`Pulumi.${stack}.yaml`);
  const { role, engine } = config;
  return deepFreeze(structuredClone({ ...spec, role, engine }));
}

/** Applications in the order of their names: the order of a mapping in a file means nothing. */
function applicationContexts(
  context: StackContext,
  blueprints: Readonly<Record<string, Blueprint>>,
): readonly ApplicationContext[] {
  return Object.entries(context.config.applications)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([application, choices]) => {
      const blueprint = Object.hasOwn(blueprints, choices.blueprint)
        ? blueprints[choices.blueprint]
        : undefined;
      if (blueprint !== undefined) return [{ ...context, application, choices, blueprint }];
      context.problems.add(
        ["applications", application, "blueprint"],
        `there is no blueprint "${choices.blueprint}"; ${suggestion(choices.blueprint, Object.keys(blueprints))}`,
      );
      return [];
    });
}
