import type { ContainerInputs, ServiceInputs } from "../../../../policies/shared/inputs";
import { isUnknown } from "./unknown";

/** A service that runs containers with these inputs, as far as services have the same. */
export function serviceInputs(inputs: ContainerInputs): ServiceInputs {
  const spec = {
    image: inputs.image,
    user: inputs.user,
    commands: inputs.entrypoints,
    args: inputs.command,
    env: environment(inputs.envs),
    mounts: mounts(inputs),
    readOnly: inputs.readOnly,
    capAdds: inputs.capabilities?.adds,
    capDrops: inputs.capabilities?.drops,
    healthcheck: inputs.healthcheck,
    stopSignal: inputs.stopSignal,
    stopGracePeriod: inputs.stopTimeout === undefined ? undefined : `${inputs.stopTimeout}s`,
  };
  const taskSpec = {
    containerSpec: defined(spec),
    logDriver:
      inputs.logDriver === undefined && inputs.logOpts === undefined
        ? undefined
        : defined({ name: inputs.logDriver, options: inputs.logOpts }),
    networksAdvanceds: inputs.networksAdvanced,
    resources: { limits: limits(inputs) },
    restartPolicy:
      inputs.restart === undefined ? undefined : { condition: restart(inputs.restart) },
  };
  return defined({
    name: inputs.name,
    labels: inputs.labels,
    taskSpec: defined(taskSpec),
    endpointSpec: inputs.ports === undefined ? undefined : { ports: ports(inputs.ports) },
  });
}

function environment(envs: ContainerInputs["envs"]): Readonly<Record<string, string>> | undefined {
  if (envs === undefined || isUnknown(envs)) return envs as undefined;
  const entries = envs.map((entry) => {
    const at = entry.indexOf("=");
    return at < 0 ? [`UNKNOWN`, entry] : [entry.slice(0, at), entry.slice(at + 1)];
  });
  return Object.fromEntries(entries) as Readonly<Record<string, string>>;
}

/** The older form and memory folders are mounts of a service. */
function mounts({ mounts: given, volumes, tmpfs }: ContainerInputs): object[] | undefined {
  if (isUnknown(given)) return given as unknown as undefined;
  const all = [
    ...(given ?? []),
    ...(volumes ?? []).map(({ hostPath, volumeName, containerPath, readOnly }) =>
      defined({
        type: hostPath === undefined ? "volume" : "bind",
        source: hostPath ?? volumeName,
        target: containerPath,
        readOnly,
      }),
    ),
    ...Object.keys(tmpfs ?? {}).map((target) => ({ type: "tmpfs", target })),
  ];
  return all.length === 0 ? undefined : all;
}

function limits({ memory, cpus }: ContainerInputs): object {
  return defined({
    memoryBytes: scaled(memory, 2 ** 20),
    nanoCpus: scaled(isUnknown(cpus) ? (cpus as unknown as number) : Number(cpus), 1e9),
  });
}

function scaled(value: number | undefined, factor: number): number | undefined {
  if (value === undefined || isUnknown(value)) return value;
  return Number.isNaN(value) ? undefined : value * factor;
}

function restart(policy: string): string {
  return { always: "any", "unless-stopped": "any", no: "none" }[policy] ?? policy;
}

function ports(given: NonNullable<ContainerInputs["ports"]>): object[] {
  if (isUnknown(given)) return given as unknown as object[];
  return given.map(({ internal, external }) =>
    defined({ targetPort: internal, publishedPort: external }),
  );
}

function defined<T extends object>(inputs: T): T {
  const entries: [string, unknown][] = Object.entries(inputs);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as T;
}
