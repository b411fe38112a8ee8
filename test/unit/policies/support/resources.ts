import type { ContainerInputs } from "../../../../policies/shared/inputs";
import { types } from "../../../../policies/shared/types";
import type { Resource } from "./harness";
import { type Variants, variants } from "./samples";
import { serviceInputs } from "./service";

const digest = `sha256:${"0123456789abcdef".repeat(4)}`;

/** Inputs of a container that no policy objects to; samples change one of them. */
export const compliantInputs = {
  image: `registry.example.org/app@${digest}`,
  user: "10001:10001",
  envs: ["DEBUG=false", "DATABASE_PASSWORD_FILE=/run/secrets/database", "SITE=https://example.org"],
  mounts: [{ type: "volume", source: "secrets", target: "/run/secrets", readOnly: true }],
  tmpfs: { "/tmp": "size=64m,mode=1777" },
  readOnly: true,
  networksAdvanced: [{ name: "edge", aliases: ["app"] }],
  capabilities: { drops: ["ALL"] },
  securityOpts: ["no-new-privileges"],
  healthcheck: { tests: ["CMD", "true"], interval: "5s", retries: 3, startPeriod: "30s" },
  wait: true,
  waitTimeout: 120,
  memory: 256,
  memorySwap: 256,
  cpus: "1.0",
  logDriver: "json-file",
  logOpts: { "max-size": "10m", "max-file": "3" },
  stopTimeout: 60,
  destroyGraceSeconds: 60,
  restart: "always",
  labels: labelled({
    component: "web",
    tier: "production",
    spec: "0123456789abcdef",
    application: "copies",
    process: "web",
    release: "1.0.0",
  }),
} satisfies ContainerInputs;

/** A container that differs from a compliant one in some inputs; `undefined` leaves one out. */
export function container(changes: object = {}, name?: string): Resource {
  return resource(types.container, { ...compliantInputs, ...changes }, name);
}

/**
 * A service that differs from a compliant one, both given in the words of a container.
 * @param raw Inputs of the service that replace what comes out, by their name at the top.
 */
export function service(changes: object = {}, raw: object = {}, name?: string): Resource {
  const inputs = serviceInputs({ ...compliantInputs, ...changes });
  return resource(types.service, { ...inputs, ...raw }, name);
}

/** The same change of a compliant container and of a compliant service. */
export function both(changes: object = {}): Variants {
  return variants(container(changes), service(changes));
}

/** A volume of this name. */
export function volume(name: string, protect: boolean): Resource {
  const labels = labelled({ component: "volume" });
  return { ...resource(types.volume, { name, labels }, name), options: { protect } };
}

/** A resource of any type; inputs that are `undefined` are left out. */
export function resource(type: string, inputs: object, name?: string): Resource {
  const given: [string, unknown][] = Object.entries(inputs);
  const props = Object.fromEntries(given.filter(([, value]) => value !== undefined));
  return { type, props, ...(name !== undefined && { name }) };
}

/** Ownership labels with these besides. */
export function labelled(
  more: Readonly<Record<string, string>>,
): { label: string; value: string }[] {
  const common = { project: "palier", stack: "test", resource: "subject", "managed-by": "pulumi" };
  return Object.entries({ ...common, ...more }).map(([key, value]) => ({
    label: `palier.${key}`,
    value,
  }));
}
