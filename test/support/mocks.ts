import * as pulumi from "@pulumi/pulumi";

/** A resource as the engine gets it from a program. */
export interface RecordedResource {
  /** Type and name of the parent, as "type name"; undefined for what has none. */
  readonly parent: string | undefined;
  readonly type: string;
  readonly name: string;
  readonly custom: boolean;
  /** Secret values are marker objects: see `secretIn`. */
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly protect: boolean;
  /** Names of the hooks before its creation, change and deletion. */
  readonly hooks: readonly string[];
  /** Undefined when the program does not say. */
  readonly deleteBeforeReplace: boolean | undefined;
  /** "type name" of each resource that must be there first, sorted. */
  readonly dependsOn: readonly string[];
  /** Inputs that name outputs of other resources: these resources as "type name", by input. */
  readonly readsFrom: Readonly<Record<string, readonly string[]>>;
}

/** What a program asks the mocked engine for. */
export interface MockOptions {
  readonly stack?: string;
  readonly preview?: boolean;
  /** What resources answer beside their inputs. */
  readonly outputs?: (type: string, name: string) => Record<string, unknown>;
  /** Answers to functions, by token; any other token fails the program. */
  readonly calls?: Readonly<Record<string, Record<string, unknown>>>;
}

/** The part of the engine's interface that registers resources. */
type Monitor = NonNullable<ReturnType<typeof pulumi.runtime.getMonitor>>;
type Register = Monitor["registerResource"];
type Request = Parameters<Register>[0];

/**
 * Replaces the engine. What a program registers from now on is in the returned list, in the order in
 * which the engine got it; the next call begins a new one.
 */
export async function mockEngine(options: MockOptions = {}): Promise<RecordedResource[]> {
  const recorded: RecordedResource[] = [];
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs }) => ({
        id: `${name}-id`,
        state: { ...(inputs as object), ...options.outputs?.(type, name) },
      }),
      call: ({ token }) => {
        const answer = options.calls?.[token];
        if (answer === undefined) throw new Error(`The program called ${token}.`);
        return answer;
      },
    },
    "palier",
    options.stack ?? "local",
    options.preview ?? false,
    "organization",
  );
  const monitor = pulumi.runtime.getMonitor();
  if (monitor === undefined) throw new Error("The SDK has no mocked engine.");
  // The mocks of the SDK tell neither parents nor options, so they are read from the request.
  const register: Register = monitor.registerResource.bind(monitor);
  monitor.registerResource = ((request: Request, ...rest: unknown[]) => {
    recorded.push(record(request));
    return (register as (...all: unknown[]) => unknown)(request, ...rest);
  }) as Register;
  // The mocks of the SDK know no hooks; the engine answers the registration of one with nothing.
  Object.assign(monitor, {
    registerResourceHook: (_request: unknown, done: (error: null) => void) => {
      done(null);
    },
  });
  return recorded;
}

/** The value inside of a secret's marker object; undefined for a value that is not secret. */
export function secretIn(value: unknown): unknown {
  return pulumi.runtime.isRpcSecret(value) ? pulumi.runtime.unwrapRpcSecret(value) : undefined;
}

function record(request: Request): RecordedResource {
  const reads = [...request.getPropertydependenciesMap().entries()] as [
    string,
    { getUrnsList(): string[] },
  ][];
  return {
    parent: request.getParent() === "" ? undefined : shorten(request.getParent()),
    type: request.getType(),
    name: request.getName(),
    custom: request.getCustom(),
    inputs: request.getObject()?.toJavaScript() as Record<string, unknown>,
    protect: request.getProtect() ?? false,
    hooks: hooksOf(request),
    deleteBeforeReplace: request.getDeletebeforereplacedefined()
      ? request.getDeletebeforereplace()
      : undefined,
    dependsOn: request.getDependenciesList().map(shorten).sort(),
    readsFrom: Object.fromEntries(
      reads
        .map(([input, list]) => [input, list.getUrnsList().map(shorten).sort()] as const)
        .filter(([, urns]) => urns.length > 0),
    ),
  };
}

function hooksOf(request: Request): string[] {
  const hooks = request.getHooks();
  if (hooks === undefined) return [];
  return [
    ...hooks.getBeforeCreateList().map((name) => `beforeCreate ${name}`),
    ...hooks.getBeforeUpdateList().map((name) => `beforeUpdate ${name}`),
    ...hooks.getBeforeDeleteList().map((name) => `beforeDelete ${name}`),
  ];
}

/** A mocked URN holds the type of the direct parent only, before the own one. */
function shorten(urn: string): string {
  const [, , types = "", name = ""] = urn.split("::");
  return `${types.split("$").at(-1) ?? ""} ${name}`;
}
