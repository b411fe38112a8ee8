import type { ContainerInputs } from "../../../../policies/shared/types";
import type { Resource } from "./harness";

const digest = `sha256:${"0123456789abcdef".repeat(4)}`;

/** Inputs of a container that no policy objects to; tests flip one of them. */
export const compliantInputs = {
  image: `registry.example.org/app@${digest}`,
  envs: ["DEBUG=false", "DATABASE_PASSWORD_FILE=/run/secrets/database", "SITE=https://example.org"],
  mounts: [{ type: "volume", source: "secrets", target: "/run/secrets", readOnly: true }],
  ports: [],
  capabilities: { drops: ["ALL"] },
  securityOpts: ["no-new-privileges"],
  healthcheck: { tests: ["CMD", "true"] },
  memory: 256,
  memorySwap: 256,
  logDriver: "json-file",
  logOpts: { "max-size": "10m", "max-file": "3" },
  restart: "always",
  labels: labelled({ component: "web", tier: "production", spec: "0123456789abcdef" }),
} satisfies ContainerInputs;

/** A container that differs from a compliant one in some inputs; `undefined` leaves one out. */
export function container(changes: object = {}): Resource {
  const props: [string, unknown][] = Object.entries({ ...compliantInputs, ...changes });
  return {
    type: "docker:index/container:Container",
    props: Object.fromEntries(props.filter(([, value]) => value !== undefined)),
  };
}

/** A volume of this name. */
export function volume(name: string, protect: boolean): Resource {
  const labels = labelled({ component: "volume" });
  return { type: "docker:index/volume:Volume", name, protect, props: { name, labels } };
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
