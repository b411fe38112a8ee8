import type { ImageInspectInfo, MountSettings } from "dockerode";

import type { Properties } from "../../base/resource";
import { prune, textOf } from "../canonical";
import { labelList } from "../pairs";
import { containerDefaults } from "./check";
import { goDuration } from "./duration";
import { listOf, restartOf } from "./outputs";
import type { FullInspectInfo } from "./outputs";
import { megabyte } from "./spec-host";

/** The engine's own sizes and names, which a program does not write. */
const engineDefaults = { logDriver: "json-file", shmSize: 64, stopSignal: "SIGTERM" } as const;

/**
 * The inputs of a program that declares a container like this one; for `import`. What comes from the
 * image, and what the engine chooses itself, is left out.
 */
export function importedInputs(
  info: FullInspectInfo,
  image: ImageInspectInfo | undefined,
): Properties {
  const inputs = {
    ...processInputs(info, image),
    ...limitInputs(info),
    ...connectionInputs(info),
  };
  return { ...containerDefaults, ...withoutEmpty(prune(inputs)) };
}

function processInputs(info: FullInspectInfo, image: ImageInspectInfo | undefined): Properties {
  const { Config: config, HostConfig: host } = info;
  const base = image?.Config as Partial<FullInspectInfo["Config"]> | undefined;
  const inherited = (value: unknown, from: unknown): boolean =>
    JSON.stringify(value ?? null) === JSON.stringify(from ?? null);
  return {
    name: info.Name.slice(1),
    image: config.Image,
    command: inherited(config.Cmd, base?.Cmd) ? null : listOf(config.Cmd),
    entrypoints: inherited(config.Entrypoint, base?.Entrypoint) ? null : listOf(config.Entrypoint),
    envs: listOf(config.Env).filter((env) => !listOf(base?.Env).includes(env)),
    labels: labelList(config.Labels).filter(
      ({ label, value }) => base?.Labels?.[textOf(label)] !== value,
    ),
    user: config.User === (base?.User ?? "") ? null : config.User,
    workingDir: config.WorkingDir === (base?.WorkingDir ?? "") ? null : config.WorkingDir,
    // Without a host name of its own a container gets the start of its ID.
    hostname: info.Id.startsWith(config.Hostname) ? null : config.Hostname,
    domainname: config.Domainname,
    tty: config.Tty,
    stdinOpen: config.OpenStdin,
    stopSignal:
      config.StopSignal === (base?.StopSignal ?? engineDefaults.stopSignal)
        ? null
        : (config.StopSignal ?? null),
    stopTimeout: config.StopTimeout ?? null,
    init: host.Init ?? null,
    groupAdds: listOf(host.GroupAdd),
    healthcheck: inherited(config.Healthcheck, base?.Healthcheck) ? null : healthInputs(info),
    mustRun: info.State.Running || containerDefaults.mustRun,
    rm: host.AutoRemove ?? false,
    restart: restartOf(info),
    maxRetryCount: host.RestartPolicy?.MaximumRetryCount ?? 0,
  };
}

function healthInputs({ Config: config }: FullInspectInfo): Properties | null {
  const check = config.Healthcheck;
  if (!check) return null;
  return {
    tests: listOf(check.Test),
    interval: goDuration(check.Interval ?? 0),
    timeout: goDuration(check.Timeout ?? 0),
    startPeriod: goDuration(check.StartPeriod ?? 0),
    retries: check.Retries ?? 0,
  };
}

function limitInputs({ HostConfig: host }: FullInspectInfo): Properties {
  const memory = Math.round((host.Memory ?? 0) / megabyte);
  const swap = host.MemorySwap ?? 0;
  const shmSize = Math.round((host.ShmSize ?? 0) / megabyte);
  const adds = listOf(host.CapAdd as string[] | null);
  const drops = listOf(host.CapDrop as string[] | null);
  return {
    capabilities: prune({ adds, drops }),
    cpuPeriod: host.CpuPeriod ?? 0,
    cpuQuota: host.CpuQuota ?? 0,
    cpuSet: host.CpusetCpus ?? "",
    cpuShares: host.CpuShares ?? 0,
    cpus: host.NanoCpus ? String(host.NanoCpus / 1e9) : "",
    memory,
    memoryReservation: Math.round((host.MemoryReservation ?? 0) / megabyte),
    memorySwap: swap === (host.Memory ?? 0) * 2 ? 0 : swap > 0 ? Math.round(swap / megabyte) : swap,
    pidMode: host.PidMode ?? "",
    privileged: host.Privileged ?? false,
    readOnly: host.ReadonlyRootfs ?? false,
    securityOpts: listOf(host.SecurityOpt as string[] | null),
    shmSize: shmSize === engineDefaults.shmSize ? 0 : shmSize,
    sysctls: host.Sysctls ?? null,
    ulimits: (host.Ulimits ?? []).map(({ Name, Soft, Hard }) => ({
      name: Name ?? "",
      soft: Soft ?? 0,
      hard: Hard ?? 0,
    })),
    usernsMode: host.UsernsMode ?? "",
  };
}

function connectionInputs(info: FullInspectInfo): Properties {
  const { HostConfig: host } = info;
  const logs = host.LogConfig;
  const logOpts = (logs?.Config ?? {}) as Record<string, string>;
  const ordinary = logs?.Type === engineDefaults.logDriver && Object.keys(logOpts).length === 0;
  return {
    dns: listOf(host.Dns as string[] | null),
    dnsOpts: listOf(host.DnsOptions as string[] | null),
    dnsSearches: listOf(host.DnsSearch),
    hosts: listOf(host.ExtraHosts as string[] | null).map((entry) => {
      const [name = "", ...ip] = entry.split(":");
      return { host: name, ip: ip.join(":") };
    }),
    logDriver: ordinary ? "" : (logs?.Type ?? ""),
    logOpts,
    mounts: (host.Mounts ?? []).map(mountInputs),
    ...networkInputs(info),
    ports: portInputs(info),
    publishAllPorts: host.PublishAllPorts ?? false,
    tmpfs: host.Tmpfs ?? null,
    volumes: listOf(host.Binds).map(volumeInputs),
  };
}

function networkInputs(info: FullInspectInfo): Properties {
  const { HostConfig: host, NetworkSettings: settings, Id: id } = info;
  const mode = host.NetworkMode ?? "default";
  const builtIn = /^(default|bridge|host|none|container:.*)$/.test(mode);
  const advanced = Object.entries(settings.Networks)
    .filter(([name]) => !/^(bridge|host|none)$/.test(name))
    .map(([name, network]) => {
      const ipam = network.IPAMConfig as { IPv4Address?: string; IPv6Address?: string } | null;
      const aliases = listOf(network.Aliases as string[] | null);
      return prune({
        name,
        // The engine adds the start of the container's ID and its host name itself.
        aliases: aliases.filter((alias) => !id.startsWith(alias) && alias !== info.Config.Hostname),
        ipv4Address: ipam?.IPv4Address ?? null,
        ipv6Address: ipam?.IPv6Address ?? null,
      });
    });
  return {
    networksAdvanced: advanced,
    networkMode: builtIn && mode !== "default" ? mode : containerDefaults.networkMode,
  };
}

function portInputs({ HostConfig: host }: FullInspectInfo): Properties[] {
  const bindings = (host.PortBindings ?? {}) as Record<
    string,
    { HostIp: string; HostPort: string }[]
  >;
  return Object.entries(bindings).flatMap(([key, places]) => {
    const [internal, protocol = "tcp"] = key.split("/");
    return places.map(({ HostIp, HostPort }) => ({
      internal: Number(internal),
      protocol,
      ip: HostIp || "0.0.0.0",
      ...(HostPort !== "" && { external: Number(HostPort) }),
    }));
  });
}

function volumeInputs(bind: string): Properties {
  const [source = "", containerPath = "", modes = ""] = bind.split(":");
  return {
    ...(source.startsWith("/") ? { hostPath: source } : { volumeName: source }),
    containerPath,
    ...(modes.split(",").includes("ro") && { readOnly: true }),
  };
}

function mountInputs(mount: MountSettings): Properties {
  const bind = mount.BindOptions?.Propagation;
  // Options that are not set are absent here, whatever the client's type says.
  const tmpfs = mount.TmpfsOptions as { SizeBytes?: number; Mode?: number } | undefined;
  const volume = mount.VolumeOptions as { NoCopy?: boolean } | undefined;
  return prune({
    type: mount.Type,
    target: mount.Target,
    source: mount.Source || null,
    readOnly: mount.ReadOnly ?? null,
    volumeOptions: volume?.NoCopy ? { noCopy: true } : null,
    bindOptions: bind ? { propagation: bind } : null,
    tmpfsOptions: tmpfs ? { sizeBytes: tmpfs.SizeBytes ?? null, mode: tmpfs.Mode ?? null } : null,
  });
}

/** 0, false and "" say here that nothing was set. */
function withoutEmpty(inputs: Properties): Properties {
  const kept = Object.entries(inputs).filter(
    ([, value]) => value !== 0 && value !== "" && value !== false,
  );
  return Object.fromEntries(kept);
}
