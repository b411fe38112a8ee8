import { seconds } from "../duration";
import type {
  CapabilityInputs,
  ContainerSpecInputs,
  HealthCheckInputs,
  Label,
  NetworkInputs,
  ServiceInputs,
} from "../inputs";
import { labelOf } from "../labels";
import { each, eachKey, judgeAll } from "../unknown";
import { mountOf } from "./mount";
import { serviceSpelling } from "./spelling";
import type { Mount, Port, Variable, Workload } from "./workload";

const bytesPerMebibyte = 2 ** 20;
const restarts: Readonly<Record<string, string>> = { any: "always", none: "no" };

/** A service as a workload. */
export class ServiceWorkload implements Workload {
  readonly container = undefined;
  readonly spelling = serviceSpelling;

  constructor(readonly service: ServiceInputs) {}

  get image(): string | undefined {
    return this.#spec?.image;
  }

  get user(): string | undefined {
    return this.#spec?.user;
  }

  get entrypoint(): readonly string[] | undefined {
    return this.#spec?.commands;
  }

  get command(): readonly string[] | undefined {
    return this.#spec?.args;
  }

  get healthCheck(): HealthCheckInputs | undefined {
    return this.#spec?.healthcheck;
  }

  get memory(): number | undefined {
    const bytes = this.#limits?.memoryBytes;
    return bytes === undefined ? undefined : bytes / bytesPerMebibyte;
  }

  get cpus(): number | undefined {
    const billionths = this.#limits?.nanoCpus;
    return billionths === undefined ? undefined : billionths / 1e9;
  }

  get capabilities(): CapabilityInputs | undefined {
    const spec = this.#spec;
    if (spec === undefined) return undefined;
    const none: readonly string[] = [];
    return {
      get drops() {
        return spec.capDrops ?? none;
      },
      get adds() {
        return spec.capAdds ?? none;
      },
    };
  }

  get readOnlyRoot(): boolean {
    return this.#spec?.readOnly === true;
  }

  get stopGraceSeconds(): number | undefined {
    return seconds(this.#spec?.stopGracePeriod);
  }

  get restart(): string | undefined {
    const condition = this.service.taskSpec?.restartPolicy?.condition;
    return condition === undefined ? undefined : (restarts[condition] ?? condition);
  }

  get logDriver(): string | undefined {
    return this.service.taskSpec?.logDriver?.name;
  }

  get logOptions(): Readonly<Record<string, string>> | undefined {
    return this.service.taskSpec?.logDriver?.options;
  }

  get component(): string | undefined {
    return this.label("palier.component");
  }

  get isLongRunning(): boolean {
    return this.restart !== "no";
  }

  get publishesPorts(): boolean {
    return (this.service.endpointSpec?.ports ?? []).length > 0;
  }

  label(key: string): string | undefined {
    return labelOf(this.service, key);
  }

  eachVariable(visit: (variable: Variable) => void): void {
    const variables = this.#spec?.env;
    eachKey(variables, (name) => {
      visit({
        name,
        get value() {
          return variables?.[name] ?? "";
        },
      });
    });
  }

  eachMount(visit: (mount: Mount) => void): void {
    each(this.#spec?.mounts, (mount) => {
      visit(mountOf(mount));
    });
  }

  eachTmpfs(visit: (path: string | undefined) => void): void {
    each(this.#spec?.mounts, ({ type, target }) => {
      if (type === "tmpfs") visit(target);
    });
  }

  eachPort(visit: (port: Port) => void): void {
    each(this.service.endpointSpec?.ports, (port) => {
      visit({
        get external() {
          return port.publishedPort;
        },
        get internal() {
          return port.targetPort;
        },
        address: undefined,
      });
    });
  }

  eachLabel(visit: (label: Label) => void): void {
    judgeAll([
      () => {
        each(this.service.labels, visit);
      },
      () => {
        each(this.#spec?.labels, visit);
      },
    ]);
  }

  eachNetwork(visit: (network: NetworkInputs) => void): void {
    each(this.service.taskSpec?.networksAdvanceds, visit);
  }

  get #spec(): ContainerSpecInputs | undefined {
    return this.service.taskSpec?.containerSpec;
  }

  get #limits(): { readonly memoryBytes?: number; readonly nanoCpus?: number } | undefined {
    return this.service.taskSpec?.resources?.limits;
  }
}
