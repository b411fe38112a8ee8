import * as docker from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";

import type { ContainerSpec } from "../../spec/container";

/** How the provider treats a container. */
export type Lifecycle =
  /** Created, started and waited for by the provider; replaced in place because its name is fixed. */
  | { readonly kind: "service"; readonly waitSeconds: number }
  /**
   * Created stopped; the release transaction starts, probes and stops it. Its replacement is created
   * beside it, so that a failed release leaves the old one serving.
   */
  | { readonly kind: "released" };

/** What a container needs beside its specification. */
export interface ContainerOptions {
  readonly parent: pulumi.Resource;
  readonly dependsOn: pulumi.Input<pulumi.Resource>[];
  readonly lifecycle: Lifecycle;
  /**
   * Digest of the secret and configuration files that the process reads at start; a change replaces
   * the container, because a running process would not notice.
   */
  readonly filesDigest: pulumi.Input<string> | undefined;
  readonly hooks?: pulumi.ResourceHookBinding | undefined;
}

/**
 * Declares a container. Hardening that no specification may leave out is stamped here: no
 * capabilities, no new privileges, an init process, log rotation and a restart policy that survives
 * a restart of the engine (`unless-stopped` was measured not to).
 */
export function createContainer(spec: ContainerSpec, options: ContainerOptions): docker.Container {
  return new docker.Container(
    spec.resource,
    {
      ...processArguments(spec),
      ...isolationArguments(spec),
      ...labelArguments(spec, options.filesDigest),
      ...lifecycleArguments(spec, options.lifecycle),
    },
    {
      parent: options.parent,
      dependsOn: options.dependsOn,
      deleteBeforeReplace: options.lifecycle.kind === "service",
      // A first start may have a database to create; the provider's own limit would cut it short.
      customTimeouts: { create: "10m" },
      hooks: options.hooks,
    },
  );
}

function processArguments(spec: ContainerSpec): docker.ContainerArgs {
  return {
    name: spec.name,
    image: spec.image,
    entrypoints: spec.entrypoint && [...spec.entrypoint],
    command: [...spec.command],
    envs: [...spec.environment],
    user: spec.user,
    mounts: spec.mounts.map(({ type, source, target, readOnly }) => ({
      type,
      source,
      target,
      readOnly,
    })),
    tmpfs: { ...spec.tmpfs },
    networksAdvanced: spec.networks.map(({ network, aliases }) => ({
      name: network,
      aliases: [...aliases],
    })),
    ports: spec.ports.map(({ address, external, internal }) => ({
      ip: address,
      external,
      internal,
      protocol: "tcp",
    })),
    healthcheck: spec.healthCheck && {
      tests: ["CMD", ...spec.healthCheck.command],
      interval: spec.healthCheck.interval,
      timeout: spec.healthCheck.timeout,
      retries: spec.healthCheck.retries,
      startPeriod: spec.healthCheck.startPeriod,
    },
  };
}

function isolationArguments(spec: ContainerSpec): Partial<docker.ContainerArgs> {
  return {
    memory: spec.limits.memory,
    // Equal to memory: no swap. Left out, every preview would show an update.
    memorySwap: spec.limits.memory,
    cpuShares: spec.limits.cpuShares,
    cpus: spec.cpus,
    readOnly: spec.readOnlyRoot,
    capabilities: { drops: ["ALL"] },
    securityOpts: ["no-new-privileges"],
    init: true,
    logDriver: "json-file",
    logOpts: { "max-size": spec.logging.maxSize, "max-file": String(spec.logging.maxFiles) },
  };
}

function labelArguments(
  spec: ContainerSpec,
  filesDigest: pulumi.Input<string> | undefined,
): Partial<docker.ContainerArgs> {
  const labels: pulumi.Input<{ label: string; value: pulumi.Input<string> }>[] = Object.entries(
    spec.labels,
  ).map(([label, value]) => ({ label, value }));
  if (filesDigest !== undefined) labels.push({ label: "palier.files", value: filesDigest });
  return { labels };
}

function lifecycleArguments(
  spec: ContainerSpec,
  lifecycle: Lifecycle,
): Partial<docker.ContainerArgs> {
  const common = {
    restart: "always",
    stopSignal: spec.stopSignal,
    stopTimeout: spec.stopGraceSeconds,
    destroyGraceSeconds: spec.stopGraceSeconds,
  };
  return lifecycle.kind === "service"
    ? { ...common, wait: true, waitTimeout: lifecycle.waitSeconds }
    : { ...common, start: false, mustRun: false };
}
