import type { HostConfig, MountSettings } from "dockerode";

import { labelMap } from "../pairs";
import type { ContainerInputs } from "./inputs";
import { portBindings } from "./spec-ports";

/** Bytes in one of the units that `memory`, `memorySwap` and `shmSize` are given in. */
export const megabyte = 1024 * 1024;

/** The half of a container that is about the machine it runs on. */
export function hostConfig(inputs: ContainerInputs, networkMode: string | undefined): HostConfig {
  return {
    ...limits(inputs),
    ...isolation(inputs),
    ...storage(inputs),
    AutoRemove: inputs.rm,
    Init: inputs.init,
    NetworkMode: networkMode,
    PortBindings: portBindings(inputs.ports),
    PublishAllPorts: inputs.publishAllPorts,
    RestartPolicy: { Name: inputs.restart ?? "no", MaximumRetryCount: inputs.maxRetryCount ?? 0 },
    Dns: copy(inputs.dns),
    DnsOptions: copy(inputs.dnsOpts),
    DnsSearch: copy(inputs.dnsSearches),
    ExtraHosts: inputs.hosts?.map(({ host, ip }) => `${host}:${ip}`),
    LogConfig:
      inputs.logDriver || inputs.logOpts
        ? { Type: inputs.logDriver ?? "", Config: inputs.logOpts ?? {} }
        : undefined,
  };
}

function limits(inputs: ContainerInputs): HostConfig {
  return {
    Memory: bytes(inputs.memory),
    MemoryReservation: bytes(inputs.memoryReservation),
    MemorySwap: swapBytes(inputs.memorySwap),
    ShmSize: bytes(inputs.shmSize),
    NanoCpus: inputs.cpus === undefined ? undefined : Math.round(Number(inputs.cpus) * 1e9),
    CpuShares: inputs.cpuShares,
    CpuPeriod: inputs.cpuPeriod,
    CpuQuota: inputs.cpuQuota,
    CpusetCpus: inputs.cpuSet,
    Ulimits: inputs.ulimits?.map(({ name, soft, hard }) => ({
      Name: name,
      Soft: soft,
      Hard: hard,
    })),
    BlkioDeviceReadBps: rates(inputs.deviceReadBps),
    BlkioDeviceReadIOps: rates(inputs.deviceReadIops),
    BlkioDeviceWriteBps: rates(inputs.deviceWriteBps),
    BlkioDeviceWriteIOps: rates(inputs.deviceWriteIops),
    CgroupParent: inputs.cgroupParent,
  };
}

function isolation(inputs: ContainerInputs): HostConfig & { CgroupnsMode?: string } {
  return {
    CapAdd: inputs.capabilities?.adds,
    CapDrop: inputs.capabilities?.drops,
    CgroupnsMode: inputs.cgroupnsMode,
    DeviceCgroupRules: copy(inputs.deviceCgroupRules),
    DeviceRequests: inputs.deviceRequests?.map((request) => ({
      Driver: request.driver,
      Count: request.count,
      DeviceIDs: copy(request.deviceIds),
      Capabilities: request.capabilities ? [[...request.capabilities]] : undefined,
      Options: request.options,
    })),
    Devices: inputs.devices?.map(({ hostPath, containerPath, permissions }) => ({
      PathOnHost: hostPath,
      PathInContainer: containerPath ?? hostPath,
      CgroupPermissions: permissions ?? "rwm",
    })),
    GroupAdd: copy(inputs.groupAdds),
    IpcMode: inputs.ipcMode,
    PidMode: inputs.pidMode,
    Privileged: inputs.privileged,
    ReadonlyRootfs: inputs.readOnly,
    Runtime: inputs.runtime,
    SecurityOpt: inputs.securityOpts,
    Sysctls: inputs.sysctls,
    UsernsMode: inputs.usernsMode,
  };
}

function storage(inputs: ContainerInputs): HostConfig {
  const volumes = inputs.volumes ?? [];
  return {
    Binds: volumes.flatMap((volume) => bind(volume) ?? []),
    VolumesFrom: volumes.flatMap(({ fromContainer, readOnly }) =>
      fromContainer ? [`${fromContainer}:${readOnly ? "ro" : "rw"}`] : [],
    ),
    Mounts: inputs.mounts?.map(mountSettings),
    Tmpfs: inputs.tmpfs,
    StorageOpt: inputs.storageOpts,
  };
}

function bind(volume: NonNullable<ContainerInputs["volumes"]>[number]): string | undefined {
  const source = volume.hostPath ?? volume.volumeName;
  if (!source || !volume.containerPath) return undefined;
  const modes = [volume.readOnly ? "ro" : "rw", volume.selinuxRelabel].filter(Boolean);
  return `${source}:${volume.containerPath}:${modes.join(",")}`;
}

/** The client's type asks for every option; the engine takes any part of them. */
type LooseMount = Pick<MountSettings, "Target" | "Source" | "Type" | "ReadOnly"> & {
  BindOptions?: object;
  VolumeOptions?: object;
  TmpfsOptions?: object;
};

function mountSettings(mount: NonNullable<ContainerInputs["mounts"]>[number]): MountSettings {
  const { bindOptions, volumeOptions, tmpfsOptions } = mount;
  const settings: LooseMount = {
    Type: mount.type,
    Target: mount.target,
    Source: mount.source ?? "",
    ReadOnly: mount.readOnly,
    ...(bindOptions?.propagation && { BindOptions: { Propagation: bindOptions.propagation } }),
    ...(volumeOptions && {
      VolumeOptions: {
        NoCopy: volumeOptions.noCopy,
        Labels: labelMap(volumeOptions.labels),
        DriverConfig:
          volumeOptions.driverName || volumeOptions.driverOptions
            ? { Name: volumeOptions.driverName, Options: volumeOptions.driverOptions }
            : undefined,
      },
    }),
    ...(tmpfsOptions && {
      TmpfsOptions: { SizeBytes: tmpfsOptions.sizeBytes, Mode: tmpfsOptions.mode },
    }),
  };
  return settings as MountSettings;
}

function rates(
  limits: ContainerInputs["deviceReadBps"],
): { Path: string; Rate: number }[] | undefined {
  return limits?.map(({ path, rate }) => ({ Path: path, Rate: rate }));
}

function bytes(megabytes: number | undefined): number | undefined {
  return megabytes === undefined ? undefined : megabytes * megabyte;
}

/** Swap in megabytes to bytes; -1 means without a limit and stays. */
export function swapBytes(megabytes: number | undefined): number | undefined {
  return megabytes !== undefined && megabytes > 0 ? megabytes * megabyte : megabytes;
}

function copy(values: readonly string[] | undefined): string[] | undefined {
  return values && [...values];
}
