import type { ContainerInputs, HealthCheckInputs, Label, NetworkInputs } from "../inputs";
import { labelOf } from "../labels";
import { each, eachKey, judgeAll } from "../unknown";
import { mountOf } from "./mount";
import { containerSpelling } from "./spelling";
import type { Mount, Port, Variable, Workload } from "./workload";

/** Values of `networkMode` that are not the name of a network. */
const ownModes = /^(|bridge|default|host|none|container:.*)$/;

/** A container as a workload. */
export class ContainerWorkload implements Workload {
  readonly service = undefined;
  readonly spelling = containerSpelling;

  constructor(readonly container: ContainerInputs) {}

  get image(): string | undefined {
    return this.container.image;
  }

  get user(): string | undefined {
    return this.container.user;
  }

  get entrypoint(): readonly string[] | undefined {
    return this.container.entrypoints;
  }

  get command(): readonly string[] | undefined {
    return this.container.command;
  }

  get healthCheck(): HealthCheckInputs | undefined {
    return this.container.healthcheck;
  }

  get memory(): number | undefined {
    return this.container.memory;
  }

  get cpus(): number | undefined {
    const { cpus } = this.container;
    return cpus === undefined ? undefined : Number(cpus);
  }

  get capabilities(): ContainerInputs["capabilities"] {
    return this.container.capabilities;
  }

  get readOnlyRoot(): boolean {
    return this.container.readOnly === true;
  }

  get stopGraceSeconds(): number | undefined {
    return this.container.stopTimeout;
  }

  get restart(): string | undefined {
    return this.container.restart;
  }

  get logDriver(): string | undefined {
    return this.container.logDriver;
  }

  get logOptions(): Readonly<Record<string, string>> | undefined {
    return this.container.logOpts;
  }

  get component(): string | undefined {
    return this.label("palier.component");
  }

  get isLongRunning(): boolean {
    const { attach, rm, mustRun, restart } = this.container;
    if (attach === true || rm === true) return false;
    return mustRun !== false || restart === "always" || restart === "unless-stopped";
  }

  get publishesPorts(): boolean {
    return (this.container.ports ?? []).length > 0;
  }

  label(key: string): string | undefined {
    return labelOf(this.container, key);
  }

  eachVariable(visit: (variable: Variable) => void): void {
    each(this.container.envs, (entry) => {
      const at = entry.indexOf("=");
      visit(
        at < 0
          ? { name: entry, value: "" }
          : { name: entry.slice(0, at), value: entry.slice(at + 1) },
      );
    });
  }

  eachMount(visit: (mount: Mount) => void): void {
    judgeAll([
      () => {
        each(this.container.mounts, (mount) => {
          visit(mountOf(mount));
        });
      },
      () => {
        each(this.container.volumes, (volume) => {
          visit({
            get type() {
              return volume.hostPath === undefined ? "volume" : "bind";
            },
            get source() {
              return volume.hostPath ?? volume.volumeName;
            },
            get target() {
              return volume.containerPath;
            },
            get readOnly() {
              return volume.readOnly === true;
            },
            propagation: undefined,
            device: undefined,
          });
        });
      },
    ]);
  }

  eachTmpfs(visit: (path: string | undefined) => void): void {
    judgeAll([
      () => {
        eachKey(this.container.tmpfs, visit);
      },
      () => {
        each(this.container.mounts, ({ type, target }) => {
          if (type === "tmpfs") visit(target);
        });
      },
    ]);
  }

  eachPort(visit: (port: Port) => void): void {
    each(this.container.ports, (port) => {
      visit({
        get external() {
          return port.external;
        },
        get internal() {
          return port.internal;
        },
        get address() {
          return port.ip;
        },
      });
    });
  }

  eachLabel(visit: (label: Label) => void): void {
    each(this.container.labels, visit);
  }

  eachNetwork(visit: (network: NetworkInputs) => void): void {
    judgeAll([
      () => {
        each(this.container.networksAdvanced, visit);
      },
      () => {
        const name = this.container.networkMode ?? "";
        if (!ownModes.test(name)) visit({ name });
      },
    ]);
  }
}
