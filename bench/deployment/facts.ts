import assert from "node:assert/strict";

import { type Inspected, inspect, palierName, roles } from "./capture";

/** What has to be equal for a comparison to be fair, by container. */
export type Facts = Readonly<Record<string, unknown>>;

const hostFacts = [
  ...["Memory", "MemorySwap", "NanoCpus", "CpuShares", "CapDrop", "SecurityOpt", "ReadonlyRootfs"],
  ...["Init", "LogConfig", "RestartPolicy"],
];

/** The facts of the stack that Palier deployed. */
export async function palierFacts(): Promise<Facts> {
  const found = roles.map(async (role) => [role, factsOf(await inspect(await palierName(role)))]);
  return Object.fromEntries(await Promise.all(found)) as Facts;
}

/** @throws AssertionError when the script's containers are not the same as Palier's. */
export async function checkSame(expected: Facts): Promise<void> {
  const found = roles.map(async (role) => [
    role,
    factsOf(await inspect(`palier-bench-script-${role}`)),
  ]);
  assert.deepEqual(Object.fromEntries(await Promise.all(found)), expected);
}

function factsOf({ Image, Config, HostConfig, Mounts, NetworkSettings }: Inspected): Facts {
  const { Env, Cmd, User, Healthcheck } = Config;
  return {
    Image,
    Env: [...Env].sort(),
    Cmd,
    User,
    health: timesOf(Healthcheck as Health),
    mounts: Mounts.map(({ Destination, RW }) => `${Destination} ${RW ? "rw" : "ro"}`).sort(),
    tmpfs: Object.keys(HostConfig.Tmpfs ?? {}).sort(),
    networks: Object.keys(NetworkSettings.Networks).length,
    ...Object.fromEntries(hostFacts.map((key) => [key, HostConfig[key]])),
  };
}

interface Health {
  readonly Interval: number;
  readonly Timeout: number;
  readonly Retries: number;
  readonly StartPeriod: number;
}

/** The command is not compared: the docker command can only write it through a shell. */
function timesOf({ Interval, Timeout, Retries, StartPeriod }: Health): Health {
  return { Interval, Timeout, Retries, StartPeriod };
}
