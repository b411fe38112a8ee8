import type { Properties } from "./values";

export { Archive, Asset, UNKNOWN, hasUnknown, isMap } from "./values";
export type { Properties, PropertyValue } from "./values";

/** How loud a message is on the terminal; the engine's own levels. */
export type Severity = "debug" | "info" | "warning" | "error";

/** How the engine wants physical names to be made (`pulumi:autonaming` in the stack's configuration). */
export interface Autonaming {
  /** `propose` may be adapted by the provider, `enforce` must be used as it is, `disable` forbids generated names. */
  readonly mode: "propose" | "enforce" | "disable";
  /** The name that the engine computed; absent with `disable`. */
  readonly proposedName?: string;
}

/** What a check may look at besides the inputs. */
export interface CheckContext {
  /** Full address of the resource in the stack. */
  readonly urn: string;
  /** Logical name: the last part of the address. */
  readonly name: string;
  /** Bytes that are the same in preview and `up` only when the engine says so; empty when it sent none. */
  readonly randomSeed: Uint8Array;
  /** Absent when the stack does not configure autonaming. */
  readonly autonaming: Autonaming | undefined;
}

/** One input that is wrong. */
export interface CheckFailure {
  /** Path of the input, as the program's author would write it; empty when it is not about one input. */
  readonly property: string;
  /** What is wrong, what was expected and what to do. */
  readonly reason: string;
}

/** The inputs as the engine shall keep them (defaults filled in), and what is wrong with them. */
export interface CheckResult {
  readonly inputs: Properties;
  readonly failures?: readonly CheckFailure[];
}

/** What a changed input means: change in place, make a new resource, or nothing at all. */
export type ChangeRule = "update" | "replace" | "ignore";

/** Where a value sits: property names and, inside lists, indices from 0. */
export type PropertyPath = readonly (string | number)[];

/** What every operation that touches the world may use. */
export interface OperationContext<Config> {
  /** What the plugin's `configure` returned. */
  readonly config: Config;
  /** Full address of the resource; empty for a function. */
  readonly urn: string;
  /** Logical name: the last part of the address. */
  readonly name: string;
  /** Aborted when the engine cancels (Ctrl-C twice) or the time of `customTimeouts` is over. */
  readonly signal: AbortSignal;
  /** From `customTimeouts`, in seconds; 0 when none was set. */
  readonly timeoutSeconds: number;
  /** The inputs of the last successful operation: in `update` and `delete`, otherwise empty. */
  readonly oldInputs: Properties;
  /**
   * Shows a line on the terminal beside the resource.
   * @param message Never holds a secret: pass text from outside through `redact`.
   * @param severity `info` when not given.
   * @param options `ephemeral` lines are live progress: shown in the resource's row and not kept in the log.
   */
  log(message: string, severity?: Severity, options?: { ephemeral?: boolean }): void;
  /** Replaces every secret input or output of this resource that appears in a text with `[secret]`. */
  redact(text: string): string;
}

/** What `read` found. */
export interface ReadResult {
  readonly id: string;
  /** The inputs that would produce what exists; a difference from the program's shows as drift. */
  readonly inputs: Properties;
  readonly outputs: Properties;
}

/**
 * One resource type. Handlers get plain data and never see the wire: secrets are unwrapped before
 * and marked again after, at the same paths; unknown values appear as `UNKNOWN` in `check` and
 * `previewOutputs` only.
 */
export interface ResourceHandler<Config> {
  /** Every input there is. Any other one is a check failure that names it and the nearest known one. */
  readonly inputs: readonly string[];
  /** Outputs that are secret whatever the inputs were. */
  readonly secretOutputs?: readonly string[];
  /** Keys inside secret values that messages may show all the same, such as the host of a connection whose password is secret. */
  readonly shownKeys?: readonly string[];
  /** Validates and fills in defaults. Inputs may be `UNKNOWN`. Without it the inputs are kept as they are. */
  check?(
    news: Properties,
    olds: Properties | undefined,
    ctx: CheckContext,
  ): CheckResult | Promise<CheckResult>;
  /** What a change of each input means. An input that is not listed here replaces the resource. */
  readonly changes: Readonly<Record<string, ChangeRule>>;
  /** A finer rule for one changed path (for example `mounts[0].readOnly`); undefined falls back on `changes`. */
  ruleFor?(path: PropertyPath, olds: Properties, news: Properties): ChangeRule | undefined;
  /** Makes equal what means the same, on both sides, before they are compared. */
  normalise?(inputs: Properties): Properties;
  /** Whether a replacement deletes first; the engine's create-first when not given. */
  deleteBeforeReplace?(olds: Properties, news: Properties): boolean;
  /** Outputs to show in a preview (`UNKNOWN` where only `up` can tell); the inputs are added by the server. */
  previewOutputs?(inputs: Properties): Properties;
  /** Makes the thing. Throw `PartialCreateError` when it exists but is not usable. */
  create(
    inputs: Properties,
    ctx: OperationContext<Config>,
  ): Promise<{ id: string; outputs: Properties }>;
  /**
   * Looks at the thing as it is now; undefined when it is gone. On import `inputs` and `outputs` are
   * empty. Without it a refresh believes the state and an import is refused.
   */
  read?(
    id: string,
    inputs: Properties,
    outputs: Properties,
    ctx: OperationContext<Config>,
  ): Promise<ReadResult | undefined>;
  /** Changes in place and returns all outputs. `olds` are the old outputs; old inputs are in the context. */
  update?(
    id: string,
    olds: Properties,
    news: Properties,
    ctx: OperationContext<Config>,
  ): Promise<Properties>;
  /** Removes the thing; must succeed when it is gone already. Without it nothing is to be removed. */
  delete?(id: string, outputs: Properties, ctx: OperationContext<Config>): Promise<void>;
}

/** One function (`invoke`) of a plugin. */
export interface FunctionHandler<Config> {
  /** Every argument there is; any other one is an error that names it and the nearest known one. */
  readonly inputs: readonly string[];
  /** Computes the result; runs in previews too, with known arguments only. */
  invoke(args: Properties, ctx: OperationContext<Config>): Promise<Properties>;
}

/** A resource was made but is not usable: the engine keeps it in state and tries again at the next `up`. */
export class PartialCreateError extends Error {
  /**
   * @param id Identity of the thing that exists.
   * @param outputs What is known of it, as `create` would have returned.
   * @param reasons Why it is not usable, one line each.
   */
  constructor(
    readonly id: string,
    readonly outputs: Properties,
    readonly reasons: readonly string[],
  ) {
    super(reasons.join("; "));
    this.name = "PartialCreateError";
  }
}

/** Everything that makes one plugin. */
export interface PluginOptions<Config> {
  /** Package name, as in the tokens (`docker`). */
  readonly name: string;
  /** Must equal the version of the npm SDK that asks for it, else the engine looks for another plugin. */
  readonly version: string;
  /** Every configuration key there is; any other one is a failure that names it. */
  readonly configKeys: readonly string[];
  /**
   * Turns provider configuration into what handlers use; may throw one clear line. Values may be
   * `UNKNOWN` in a preview. Called once per provider, before any resource.
   */
  configure(config: Properties): Config | Promise<Config>;
  /** Handlers by type token, for example `docker:index/network:Network`. */
  readonly resources: Readonly<Record<string, ResourceHandler<Config>>>;
  /** Functions by token. */
  readonly functions?: Readonly<Record<string, FunctionHandler<Config>>>;
  /** Whether handlers honour `pulumi:autonaming` (`CheckContext.autonaming`); the engine refuses it otherwise. */
  readonly autonaming?: boolean;
  /** Sentences for tokens that exist officially and come later, by token or by prefix ending in `*`. */
  readonly notYet?: Readonly<Record<string, string>>;
}
