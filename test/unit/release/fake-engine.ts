import type Dockerode from "dockerode";

/** An answer of the engine that is an error. */
export function engineError(statusCode: number, reason = ""): Error {
  const message = `(HTTP code ${statusCode})${reason && ` unexpected - ${reason}`}`;
  return Object.assign(new Error(message), { statusCode });
}

/** An object of the engine, as far as lists tell it. */
export interface FakeObject {
  readonly name: string;
  readonly labels?: Readonly<Record<string, string>>;
}

export interface FakeContainer extends FakeObject {
  readonly id?: string;
  readonly state?: string;
  readonly finishedAt?: string;
  readonly ports?: readonly { readonly IP: string; readonly PublicPort?: number }[];
}

export interface FakeObjects {
  readonly containers?: readonly FakeContainer[];
  readonly networks?: readonly FakeObject[];
  readonly volumes?: readonly FakeObject[];
  /** What asking for an image answers: nothing when it is there, or how its registry answers; all are there when left out. */
  readonly images?: (name: string) => Error | "registry" | undefined;
}

/** An engine with some objects, which answers the questions of the checks and takes note of removals. */
export function fakeEngine(objects: FakeObjects = {}): {
  readonly docker: Dockerode;
  readonly removed: string[];
} {
  const { containers = [], networks = [], volumes = [], images = () => undefined } = objects;
  const removed: string[] = [];
  const handle = (kind: string, known: boolean, name: string, found: object) => ({
    inspect: () => (known ? Promise.resolve(found) : Promise.reject(engineError(404))),
    remove: () => {
      if (!known) return Promise.reject(engineError(404));
      removed.push(`${kind} ${name}`);
      return Promise.resolve();
    },
  });
  const docker = {
    listContainers: (options: ListOptions = {}) =>
      Promise.resolve(containers.filter((one) => listed(one, options)).map(toListed)),
    listNetworks: () => Promise.resolve(networks.map(toObject)),
    listVolumes: () => Promise.resolve({ Volumes: volumes.map(toObject) }),
    getContainer: (name: string) => {
      const found = containers.find((one) => one.name === name || one.id === name);
      const state = { FinishedAt: found?.finishedAt };
      const config = { Labels: found?.labels ?? {} };
      return handle("container", found !== undefined, name, { State: state, Config: config });
    },
    getImage: (name: string) => {
      const found = images(name);
      return {
        inspect: () =>
          found === undefined ? Promise.resolve({}) : Promise.reject(engineError(404)),
        distribution: () => (found instanceof Error ? Promise.reject(found) : Promise.resolve({})),
      };
    },
    getNetwork: (name: string) => {
      const found = networks.find((one) => one.name === name);
      return handle("network", found !== undefined, name, { Labels: found?.labels });
    },
    getVolume: (name: string) =>
      handle(
        "volume",
        volumes.some((one) => one.name === name),
        name,
        {},
      ),
  };
  return { docker: docker as unknown as Dockerode, removed };
}

interface ListOptions {
  readonly all?: boolean;
  readonly filters?: { readonly label?: readonly string[] };
}

function listed({ state, labels = {} }: FakeContainer, { all, filters }: ListOptions): boolean {
  const matches = (filters?.label ?? []).every((filter) => {
    const [key = "", value] = filter.split("=");
    return value === undefined ? key in labels : labels[key] === value;
  });
  return matches && (all === true || (state ?? "running") === "running");
}

function toListed({ id, name, labels = {}, state, ports = [] }: FakeContainer): object {
  const own = { Id: id ?? name, Names: [`/${name}`], Labels: labels, Ports: ports };
  return { ...own, State: state ?? "running" };
}

/** The engine answers null, not an empty record, for an object without labels. */
function toObject({ name, labels }: FakeObject): object {
  return { Name: name, Labels: labels ?? null };
}
