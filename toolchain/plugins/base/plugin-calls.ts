import { status } from "@grpc/grpc-js";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import * as proto from "@pulumi/pulumi/proto/provider_pb";
import { unknownKeys } from "./check";
import { checked, differing } from "./check-calls";
import { type Change, diffInputs } from "./diff";
import { CallError } from "./failures";
import { type Runtime, operate, received, sent } from "./runtime";
import { notImplemented } from "./tokens";
import type { Properties } from "./values";

// The engine's own settings of a provider, which it sends along with the plugin's.
const ENGINE_KEYS: ReadonlySet<string> = new Set(["version", "pluginDownloadURL"]);

/** Agrees on the protocol. */
export function handshake<Config>(
  runtime: Runtime<Config>,
  request: proto.ProviderHandshakeRequest,
): proto.ProviderHandshakeResponse {
  runtime.log.connect(request.getEngineAddress());
  const answer = new proto.ProviderHandshakeResponse();
  answer.setAcceptSecrets(true);
  return answer.setSupportsAutonamingConfiguration(runtime.options.autonaming ?? false);
}

/** Says which version this is. */
export function pluginInfo<Config>(runtime: Runtime<Config>): PluginInfo {
  return new PluginInfo().setVersion(runtime.options.version);
}

/** Validates provider configuration; unknown keys are named. */
export function checkConfig<Config>(
  runtime: Runtime<Config>,
  request: proto.CheckRequest,
): proto.CheckResponse {
  const { name, configKeys } = runtime.options;
  const news = received(request.getNews());
  const failures = unknownKeys(own(news.properties), configKeys, `the provider ${name}`);
  return checked(failures).setInputs(sent(news.properties, news.secrets));
}

/** A changed provider configuration changes the provider in place and replaces no resource. */
export function diffConfig(request: proto.DiffRequest): proto.DiffResponse {
  const olds = received(request.hasOldInputs() ? request.getOldInputs() : request.getOlds());
  const news = received(request.getNews());
  const rules = { changes: {}, ruleFor: (): Change["rule"] => "update" };
  return differing(diffInputs(rules, own(olds.properties), own(news.properties)));
}

/** Keeps the provider configuration for all later calls. */
export async function configure<Config>(
  runtime: Runtime<Config>,
  request: proto.ConfigureRequest,
): Promise<proto.ConfigureResponse> {
  const config = own(received(request.getArgs()).properties);
  runtime.configured = { config: await runtime.options.configure(config) };
  const answer = new proto.ConfigureResponse();
  answer.setAcceptsecrets(true);
  answer.setSupportspreview(true);
  return answer.setSupportsAutonamingConfiguration(runtime.options.autonaming ?? false);
}

/** Runs a function. */
export async function invoke<Config>(
  runtime: Runtime<Config>,
  request: proto.InvokeRequest,
): Promise<proto.InvokeResponse> {
  const { name, version, functions = {}, notYet } = runtime.options;
  const token = request.getTok();
  const handler = functions[token];
  if (!handler) throw notImplemented(token, `${name} ${version}`, notYet);
  const args = received(request.getArgs());
  const answer = new proto.InvokeResponse();
  const failures = unknownKeys(args.properties, handler.inputs, token);
  if (failures.length > 0) return answer.setFailuresList(checked(failures).getFailuresList());
  const work = { urn: "", timeoutSeconds: 0, secrets: args.secrets };
  const result = await operate(runtime, work, async (ctx) => handler.invoke(args.properties, ctx));
  return answer.setReturn(sent(result, args.secrets));
}

/** The answer to calls of the protocol that only other kinds of plugins need. */
export function unsupported<Config>(runtime: Runtime<Config>, what: string): CallError {
  const { name, version } = runtime.options;
  return new CallError(
    `plugin ${name} ${version} of the project's toolchain does not support ${what}`,
    undefined,
    status.UNIMPLEMENTED,
  );
}

function own(config: Properties): Properties {
  return Object.fromEntries(Object.entries(config).filter(([key]) => !ENGINE_KEYS.has(key)));
}
