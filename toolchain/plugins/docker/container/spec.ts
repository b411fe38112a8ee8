import type { ContainerCreateOptions, EndpointSettings } from "dockerode";

import { labelMap } from "../pairs";
import { nanoseconds } from "./duration";
import type { ContainerInputs } from "./inputs";
import { hostConfig } from "./spec-host";
import { portKey } from "./spec-ports";

/** A network that the container joins, with its settings there. */
export interface Attachment {
  readonly network: string;
  readonly settings: EndpointSettings;
}

/** Everything that the engine is told to make one container. */
export interface ContainerSpec {
  readonly body: ContainerCreateOptions;
  /** Networks to join before the start, beside the one in the body: the engine takes only one there. */
  readonly later: readonly Attachment[];
}

/** Turns inputs into what the engine's API wants. Pure. */
export function containerSpec(inputs: ContainerInputs): ContainerSpec {
  const attachments = (inputs.networksAdvanced ?? []).map(attachment);
  const { first, later, mode } = chooseNetwork(inputs.networkMode, attachments);
  return {
    body: {
      Image: inputs.image,
      Cmd: optionalList(inputs.command),
      Entrypoint: optionalList(inputs.entrypoints),
      Env: optionalList(inputs.envs),
      Hostname: inputs.hostname,
      Domainname: inputs.domainname,
      User: inputs.user,
      WorkingDir: inputs.workingDir,
      Tty: inputs.tty,
      OpenStdin: inputs.stdinOpen,
      StopSignal: inputs.stopSignal,
      StopTimeout: inputs.stopTimeout,
      Labels: labelMap(inputs.labels),
      Healthcheck: healthcheck(inputs.healthcheck),
      ExposedPorts: Object.fromEntries((inputs.ports ?? []).map((port) => [portKey(port), {}])),
      Volumes: anonymousVolumes(inputs),
      HostConfig: hostConfig(inputs, mode),
      NetworkingConfig: first && { EndpointsConfig: { [first.network]: first.settings } },
    },
    later,
  };
}

/**
 * The engine joins one network at creation. With `networksAdvanced` that is the first of them, and the
 * default bridge is never touched; the official plugin joins the bridge and leaves it again.
 */
function chooseNetwork(
  networkMode: string | undefined,
  attachments: readonly Attachment[],
): { first: Attachment | undefined; later: readonly Attachment[]; mode: string | undefined } {
  const asked = networkMode === "bridge" || networkMode === "default" ? undefined : networkMode;
  const [first] =
    asked === undefined ? attachments : attachments.filter(({ network }) => network === asked);
  const later = attachments.filter((candidate) => candidate !== first);
  return { first, later, mode: asked ?? first?.network ?? networkMode };
}

function attachment(network: NonNullable<ContainerInputs["networksAdvanced"]>[number]): Attachment {
  const options = (network.driverOpts ?? []).map((option) => {
    const [name = "", ...value] = option.split("=");
    return [name, value.join("=")] as const;
  });
  return {
    network: network.name,
    settings: {
      Aliases: optionalList(network.aliases),
      ...(options.length > 0 && { DriverOpts: Object.fromEntries(options) }),
      IPAMConfig: {
        ...(network.ipv4Address && { IPv4Address: network.ipv4Address }),
        ...(network.ipv6Address && { IPv6Address: network.ipv6Address }),
        ...(network.linkLocalIps && { LinkLocalIPs: [...network.linkLocalIps] }),
      },
    },
  };
}

function healthcheck(check: ContainerInputs["healthcheck"]): ContainerCreateOptions["Healthcheck"] {
  if (!check) return undefined;
  return {
    ...(check.tests && { Test: [...check.tests] }),
    ...(check.interval && { Interval: nanoseconds(check.interval) }),
    ...(check.timeout && { Timeout: nanoseconds(check.timeout) }),
    ...(check.startPeriod && { StartPeriod: nanoseconds(check.startPeriod) }),
    ...(check.retries !== undefined && { Retries: check.retries }),
  };
}

function anonymousVolumes(inputs: ContainerInputs): Record<string, object> {
  const anonymous = (inputs.volumes ?? []).filter(
    ({ volumeName, hostPath, fromContainer }) => !volumeName && !hostPath && !fromContainer,
  );
  return Object.fromEntries(
    anonymous.flatMap(({ containerPath }) => (containerPath ? [[containerPath, {}]] : [])),
  );
}

/** An empty list is the same as none: the image's own value holds. */
function optionalList(values: readonly string[] | undefined): string[] | undefined {
  return values && values.length > 0 ? [...values] : undefined;
}
