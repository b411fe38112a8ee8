import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { EngineLog } from "./engine-log";
import { CallError, failure, partialFailure } from "./failures";
import type { Operations } from "./operations";
import {
  type OperationContext,
  PartialCreateError,
  type PluginOptions,
  type ResourceHandler,
} from "./resource";
import { type SecretMark, redactor, withoutKeys } from "./secrets";
import { nameOf, notImplemented, typeOf } from "./tokens";
import type { Properties } from "./values";
import { type Unmarshalled, fromWire, toWire } from "./wire";

/** What the calls of one plugin process share. */
export interface Runtime<Config> {
  readonly options: PluginOptions<Config>;
  readonly operations: Operations;
  readonly log: EngineLog;
  /** Set by Configure; the engine sends no resource before. */
  configured: { readonly config: Config } | undefined;
}

/** One operation on the world: on what, for how long, and which values must not be shown. */
export interface Work {
  readonly urn: string;
  readonly timeoutSeconds: number;
  readonly secrets: readonly SecretMark[];
  /** See `ResourceHandler.shownKeys`. */
  readonly shownKeys?: readonly string[];
  readonly oldInputs?: Properties;
  /** Outputs that are secret in any case, for a resource that was made only in part. */
  readonly secretOutputs?: readonly string[];
}

let streams = 0;

/** Properties of a request, unmarshalled. */
export function received(struct: Struct | undefined): Unmarshalled {
  return fromWire(struct?.toJavaScript() ?? {});
}

/** Properties for an answer, marshalled. */
export function sent(
  properties: Properties,
  secrets: readonly SecretMark[] = [],
  secretKeys: readonly string[] = [],
): Struct {
  return Struct.fromJavaScript(
    toWire(
      properties,
      secrets,
      secretKeys.filter((key) => key in properties),
    ),
  );
}

/**
 * The handler for the resource at an address.
 * @throws Error naming the token when the plugin has none.
 */
export function handlerFor<Config>(runtime: Runtime<Config>, urn: string): ResourceHandler<Config> {
  const { options } = runtime;
  const token = typeOf(urn);
  const handler = options.resources[token];
  if (!handler) throw notImplemented(token, `${options.name} ${options.version}`, options.notYet);
  return handler;
}

/** Runs a handler's work with its context; failures come out ready to send and free of secrets. */
export async function operate<Config, Result>(
  runtime: Runtime<Config>,
  work: Work,
  action: (ctx: OperationContext<Config>) => Promise<Result>,
): Promise<Result> {
  const redact = redactor(
    work.secrets.map((mark) => withoutKeys(mark.value, work.shownKeys ?? [])),
  );
  const { configured } = runtime;
  if (!configured) throw new CallError(`${runtime.options.name} was used before it was configured`);
  const stream = ++streams;
  try {
    return await runtime.operations.run(work.timeoutSeconds, async (signal) =>
      action({
        config: configured.config,
        urn: work.urn,
        name: nameOf(work.urn),
        signal,
        timeoutSeconds: work.timeoutSeconds,
        oldInputs: work.oldInputs ?? {},
        log: (message, severity = "info", { ephemeral = false } = {}) => {
          runtime.log.write({ urn: work.urn, message, severity, ephemeral, stream });
        },
        redact,
      }),
    );
  } catch (error) {
    if (!(error instanceof PartialCreateError)) throw failure(error, redact);
    const secretOutputs = (work.secretOutputs ?? []).filter((key) => key in error.outputs);
    const outputs = toWire(error.outputs, work.secrets, secretOutputs);
    throw partialFailure(error, outputs, redact);
  } finally {
    await runtime.log.flushed();
  }
}
