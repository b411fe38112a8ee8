import type { ContainerInspectInfo } from "dockerode";

import { UNKNOWN, isMap } from "../../base/resource";
import type { Properties, PropertyValue } from "../../base/resource";
import { without } from "../canonical";
import { portKey } from "./spec-ports";
import { megabyte } from "./spec-host";

/** The parts of an inspection that the client's types leave out. */
export interface FullInspectInfo extends ContainerInspectInfo {
  readonly Config: ContainerInspectInfo["Config"] & { StopSignal?: string; StopTimeout?: number };
  readonly HostConfig: ContainerInspectInfo["HostConfig"] & { CgroupnsMode?: string };
  readonly NetworkSettings: ContainerInspectInfo["NetworkSettings"] & { Bridge?: string };
}

/** Outputs that only the engine knows; in a preview they are unknown unless an input says them. */
const computed = [
  "bridge",
  "command",
  "containerLogs",
  "entrypoints",
  "envs",
  "exitCode",
  "healthcheck",
  "hostname",
  "init",
  "ipcMode",
  "labels",
  "logDriver",
  "networkDatas",
  "platform",
  "runtime",
  "securityOpts",
  "shmSize",
  "stopSignal",
  "stopTimeout",
] as const;

/** What a preview shows. */
export function previewContainer(inputs: Properties): Properties {
  const unknown: Properties = Object.fromEntries(computed.map((name) => [name, UNKNOWN]));
  return { ...unknown, ...withUnknownPorts(inputs) };
}

/** A port without an outside number gets one from the engine. */
function withUnknownPorts(inputs: Properties): Properties {
  if (!Array.isArray(inputs.ports)) return inputs;
  const ports = inputs.ports.map((port): PropertyValue =>
    isMap(port) && port.external === undefined ? { ...port, external: UNKNOWN } : port,
  );
  return { ...inputs, ports };
}

/** The outputs of a container that exists: its inputs, completed by what the engine decided. */
export function containerOutputs(inspected: ContainerInspectInfo, inputs: Properties): Properties {
  const info = inspected as FullInspectInfo;
  const given = without(inputs, "__defaults");
  return {
    bridge: info.NetworkSettings.Bridge ?? "",
    command: listOf(info.Config.Cmd),
    entrypoints: listOf(info.Config.Entrypoint),
    envs: [],
    hostname: info.Config.Hostname,
    init: info.HostConfig.Init ?? false,
    ipcMode: info.HostConfig.IpcMode ?? "",
    labels: [],
    logDriver: info.HostConfig.LogConfig?.Type ?? "",
    platform: info.Platform,
    runtime: info.HostConfig.Runtime ?? "",
    securityOpts: listOf(info.HostConfig.SecurityOpt as string[] | null),
    shmSize: Math.round((info.HostConfig.ShmSize ?? 0) / megabyte),
    stopSignal: info.Config.StopSignal ?? "",
    stopTimeout: info.Config.StopTimeout ?? 0,
    ...given,
    ...(Array.isArray(inputs.ports) && {
      ports: inputs.ports.map((port) => publishedPort(port, info)),
    }),
    networkDatas: networkData(info),
    ...(info.State.Running ? {} : { exitCode: info.State.ExitCode }),
  };
}

function publishedPort(port: PropertyValue, info: FullInspectInfo): PropertyValue {
  if (!isMap(port) || port.external !== undefined) return port;
  const internal = Number(port.internal);
  const protocol = port.protocol === "udp" || port.protocol === "sctp" ? port.protocol : "tcp";
  // A stopped container has no entry here, whatever the client's type says.
  const published = info.NetworkSettings.Ports[portKey({ internal, protocol })] as
    { HostPort: string }[] | null | undefined;
  const external = published?.[0]?.HostPort;
  return external === undefined ? port : { ...port, external: Number(external) };
}

function networkData(info: FullInspectInfo): Properties[] {
  return Object.entries(info.NetworkSettings.Networks)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([networkName, network]) => ({
      gateway: network.Gateway,
      globalIpv6Address: network.GlobalIPv6Address,
      globalIpv6PrefixLength: network.GlobalIPv6PrefixLen,
      ipAddress: network.IPAddress,
      ipPrefixLength: network.IPPrefixLen,
      ipv6Gateway: network.IPv6Gateway,
      macAddress: network.MacAddress,
      networkName,
    }));
}

/** A list that the engine may give as null or as a single text. */
export function listOf(value: string | readonly string[] | null | undefined): string[] {
  if (value === null || value === undefined) return [];
  return typeof value === "string" ? [value] : [...value];
}

/** The restart policy; the engine writes an empty name for a container that was made without one. */
export function restartOf({ HostConfig: host }: FullInspectInfo): string {
  const name = host.RestartPolicy?.Name;
  return name === undefined || name === "" ? "no" : name;
}
