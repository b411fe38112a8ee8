import { type ChildProcess, spawn } from "node:child_process";
import path from "node:path";
import * as grpc from "@grpc/grpc-js";
import * as empty from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import * as services from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as proto from "@pulumi/pulumi/proto/provider_pb";
import type { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { FakeEngine } from "./engine";
import { type WireProperties } from "./wire";
import { call, type ProviderFailure } from "./provider-call";

export * from "./wire";
export { ProviderFailure } from "./provider-call";
export type { LogLine } from "./engine";

/** Root of the checkout: plugins run from there, through its transpiling loader. */
export const ROOT = path.join(__dirname, "..", "..");

/** Settings of one plugin process under test. */
export interface StartOptions {
  /** Added to the environment of the plugin. */
  readonly env?: Readonly<Record<string, string>>;
  /** Provider configuration; `configure` is called with it unless this is false. */
  readonly config?: WireProperties | false;
}

/** The answer of Diff, flattened. */
export interface DiffAnswer {
  readonly changes: "none" | "some" | "unknown";
  readonly diffs: readonly string[];
  readonly replaces: readonly string[];
  readonly deleteBeforeReplace: boolean;
  /** Kind by path, for example `{ "a.b[0]": "UPDATE_REPLACE" }`. */
  readonly detailed: Readonly<Record<string, string>>;
}

/** One resource of a test: its type token and logical name. */
export interface Subject {
  readonly type: string;
  readonly name: string;
}

/** Options that several operations share. */
export interface OperationOptions {
  readonly preview?: boolean;
  readonly timeoutSeconds?: number;
  readonly oldInputs?: WireProperties;
  readonly ignoreChanges?: readonly string[];
}

/** The address of a resource in the stack of the tests. */
export function urnOf(subject: Subject): string {
  return `urn:pulumi:test::palier::${subject.type}::${subject.name}`;
}

/**
 * Starts a plugin as the engine does (its own process, port read from its first line, handshake,
 * configure) and returns a typed client for it. Call `stop` in an `after` hook.
 * @param main Path of the plugin's main file, relative to the checkout.
 */
export async function startProvider(main: string, options: StartOptions = {}): Promise<Provider> {
  const engine = await FakeEngine.start();
  const started = process.hrtime.bigint();
  const child = spawn(
    process.execPath,
    ["--require", path.join(ROOT, "register.cjs"), path.join(ROOT, main), engine.address],
    {
      cwd: ROOT,
      env: { ...process.env, ...options.env },
      stdio: ["pipe", "pipe", "pipe"],
      detached: true,
    },
  );
  const port = await firstLine(child);
  const milliseconds = Number(process.hrtime.bigint() - started) / 1e6;
  const provider = new Provider(child, engine, port, milliseconds);
  await provider.handshake();
  if (options.config !== false) await provider.configure(options.config ?? {});
  return provider;
}

async function firstLine(child: ChildProcess): Promise<string> {
  return await new Promise((resolve, reject) => {
    let text = "";
    let problems = "";
    child.stderr?.on("data", (data: Buffer) => (problems += data.toString()));
    child.stdout?.on("data", (data: Buffer) => {
      text += data.toString();
      if (text.includes("\n")) resolve(text.split("\n")[0] ?? "");
    });
    child.once("exit", (code) => {
      reject(
        new Error(`the plugin ended with ${String(code)} before it gave its port: ${problems}`),
      );
    });
    child.once("error", reject);
  });
}

/** A running plugin. Every method is one call of the provider protocol. */
export class Provider {
  private readonly client: services.ResourceProviderClient;

  constructor(
    readonly process: ChildProcess,
    readonly engine: FakeEngine,
    port: string,
    /** From spawn to the port's line. */
    readonly startMilliseconds: number,
  ) {
    this.client = new services.ResourceProviderClient(
      `127.0.0.1:${port}`,
      grpc.credentials.createInsecure(),
      {
        "grpc.max_receive_message_length": 400 * 1024 * 1024,
        "grpc.max_send_message_length": 400 * 1024 * 1024,
        // What Go's gRPC, and so the engine, accepts.
        "grpc.max_metadata_size": 16 * 1024 * 1024,
      },
    );
  }

  async handshake(): Promise<{ acceptSecrets: boolean }> {
    const request = new proto.ProviderHandshakeRequest();
    request.setEngineAddress(this.engine.address);
    const answer = await call<proto.ProviderHandshakeResponse>((done) =>
      this.client.handshake(request, done),
    );
    return { acceptSecrets: answer.getAcceptSecrets() };
  }

  async pluginVersion(): Promise<string> {
    return (
      await call<PluginInfo>((done) => this.client.getPluginInfo(new empty.Empty(), done))
    ).getVersion();
  }

  async schema(): Promise<unknown> {
    const answer = await call<proto.GetSchemaResponse>((done) =>
      this.client.getSchema(new proto.GetSchemaRequest(), done),
    );
    return JSON.parse(answer.getSchema());
  }

  async configure(config: WireProperties): Promise<proto.ConfigureResponse.AsObject> {
    const request = new proto.ConfigureRequest();
    request.setArgs(Struct.fromJavaScript(config));
    request.setAcceptsecrets(true);
    return (
      await call<proto.ConfigureResponse>((done) => this.client.configure(request, done))
    ).toObject();
  }

  async checkConfig(news: WireProperties): Promise<proto.CheckFailure.AsObject[]> {
    const request = new proto.CheckRequest();
    request.setNews(Struct.fromJavaScript(news));
    return (
      await call<proto.CheckResponse>((done) => this.client.checkConfig(request, done))
    ).toObject().failuresList;
  }

  async diffConfig(olds: WireProperties, news: WireProperties): Promise<DiffAnswer> {
    const request = new proto.DiffRequest();
    request.setOldInputs(Struct.fromJavaScript(olds));
    request.setOlds(Struct.fromJavaScript(olds));
    request.setNews(Struct.fromJavaScript(news));
    return flatten(await call<proto.DiffResponse>((done) => this.client.diffConfig(request, done)));
  }

  async check(
    subject: Subject,
    news: WireProperties,
    olds?: WireProperties,
  ): Promise<{ inputs: WireProperties; failures: proto.CheckFailure.AsObject[] }> {
    const request = new proto.CheckRequest();
    request.setUrn(urnOf(subject));
    request.setName(subject.name);
    request.setType(subject.type);
    request.setRandomseed(new Uint8Array(32).fill(7));
    request.setNews(Struct.fromJavaScript(news));
    if (olds) request.setOlds(Struct.fromJavaScript(olds));
    const answer = await call<proto.CheckResponse>((done) => this.client.check(request, done));
    return { inputs: properties(answer.getInputs()), failures: answer.toObject().failuresList };
  }

  async diff(
    subject: Subject,
    id: string,
    olds: { inputs: WireProperties; outputs: WireProperties },
    news: WireProperties,
    options: OperationOptions = {},
  ): Promise<DiffAnswer> {
    const request = new proto.DiffRequest();
    request.setId(id);
    request.setUrn(urnOf(subject));
    request.setOldInputs(Struct.fromJavaScript(olds.inputs));
    request.setOlds(Struct.fromJavaScript(olds.outputs));
    request.setNews(Struct.fromJavaScript(news));
    request.setIgnorechangesList([...(options.ignoreChanges ?? [])]);
    return flatten(await call<proto.DiffResponse>((done) => this.client.diff(request, done)));
  }

  async create(
    subject: Subject,
    inputs: WireProperties,
    options: OperationOptions = {},
  ): Promise<{ id: string; outputs: WireProperties }> {
    const request = new proto.CreateRequest();
    request.setUrn(urnOf(subject));
    request.setProperties(Struct.fromJavaScript(inputs));
    request.setPreview(options.preview ?? false);
    request.setTimeout(options.timeoutSeconds ?? 0);
    const answer = await call<proto.CreateResponse>((done) => this.client.create(request, done));
    return { id: answer.getId(), outputs: properties(answer.getProperties()) };
  }

  /** Undefined when the thing is gone. Leave `state` out to import. */
  async read(
    subject: Subject,
    id: string,
    state?: { inputs: WireProperties; outputs: WireProperties },
  ): Promise<{ id: string; inputs: WireProperties; outputs: WireProperties } | undefined> {
    const request = new proto.ReadRequest();
    request.setId(id);
    request.setUrn(urnOf(subject));
    request.setProperties(Struct.fromJavaScript(state?.outputs ?? {}));
    if (state) request.setInputs(Struct.fromJavaScript(state.inputs));
    const answer = await call<proto.ReadResponse>((done) => this.client.read(request, done));
    if (answer.getId() === "") return undefined;
    return {
      id: answer.getId(),
      inputs: properties(answer.getInputs()),
      outputs: properties(answer.getProperties()),
    };
  }

  async update(
    subject: Subject,
    id: string,
    olds: { inputs: WireProperties; outputs: WireProperties },
    news: WireProperties,
    options: OperationOptions = {},
  ): Promise<WireProperties> {
    const request = new proto.UpdateRequest();
    request.setId(id);
    request.setUrn(urnOf(subject));
    request.setOldInputs(Struct.fromJavaScript(olds.inputs));
    request.setOlds(Struct.fromJavaScript(olds.outputs));
    request.setNews(Struct.fromJavaScript(news));
    request.setPreview(options.preview ?? false);
    request.setTimeout(options.timeoutSeconds ?? 0);
    request.setIgnorechangesList([...(options.ignoreChanges ?? [])]);
    const answer = await call<proto.UpdateResponse>((done) => this.client.update(request, done));
    return properties(answer.getProperties());
  }

  async delete(
    subject: Subject,
    id: string,
    outputs: WireProperties,
    options: OperationOptions = {},
  ): Promise<void> {
    const request = new proto.DeleteRequest();
    request.setId(id);
    request.setUrn(urnOf(subject));
    request.setProperties(Struct.fromJavaScript(outputs));
    request.setOldInputs(Struct.fromJavaScript(options.oldInputs ?? {}));
    request.setTimeout(options.timeoutSeconds ?? 0);
    await call<empty.Empty>((done) => this.client.delete(request, done));
  }

  async invoke(token: string, args: WireProperties): Promise<WireProperties> {
    const request = new proto.InvokeRequest();
    request.setTok(token);
    request.setArgs(Struct.fromJavaScript(args));
    return properties(
      (await call<proto.InvokeResponse>((done) => this.client.invoke(request, done))).getReturn(),
    );
  }

  async parameterize(): Promise<void> {
    await call<proto.ParameterizeResponse>((done) =>
      this.client.parameterize(new proto.ParameterizeRequest(), done),
    );
  }

  async cancel(): Promise<void> {
    await call<empty.Empty>((done) => this.client.cancel(new empty.Empty(), done));
  }

  /** Ends the plugin as the engine does (SIGINT); resolves with its exit code, SIGKILL after 5 s. */
  async stop(): Promise<number | null> {
    this.client.close();
    this.engine.stop();
    if (this.process.exitCode !== null || this.process.signalCode !== null)
      return this.process.exitCode;
    return await new Promise((resolve) => {
      const timer = setTimeout(() => this.process.kill("SIGKILL"), 5000);
      this.process.once("exit", (code) => {
        clearTimeout(timer);
        resolve(code);
      });
      this.process.kill("SIGINT");
    });
  }
}

/** Runs a call that must fail and returns the failure. */
export async function failureOf(action: Promise<unknown>): Promise<ProviderFailure> {
  try {
    await action;
  } catch (error) {
    return error as ProviderFailure;
  }
  throw new Error("the call succeeded, a failure was expected");
}

function properties(struct: Struct | undefined): WireProperties {
  return struct?.toJavaScript() ?? {};
}

function flatten(answer: proto.DiffResponse): DiffAnswer {
  const kinds = Object.keys(proto.PropertyDiff.Kind);
  const detailed: Record<string, string> = {};
  answer
    .getDetaileddiffMap()
    .forEach((value, key) => (detailed[key] = kinds[value.getKind()] ?? "?"));
  return {
    changes: (["unknown", "none", "some"] as const)[answer.getChanges()],
    diffs: answer.getDiffsList(),
    replaces: answer.getReplacesList(),
    deleteBeforeReplace: answer.getDeletebeforereplace(),
    detailed,
  };
}
