import * as proto from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { withIgnored } from "./ignore-changes";
import type { ResourceHandler } from "./resource";
import { type Runtime, type Work, handlerFor, operate, received, sent } from "./runtime";
import type { SecretMark } from "./secrets";
import { typeOf } from "./tokens";
import { UNKNOWN, type Properties } from "./values";
import type { Unmarshalled } from "./wire";

/** Makes a resource, or in a preview says what is known of it. */
export async function create<Config>(
  runtime: Runtime<Config>,
  request: proto.CreateRequest,
): Promise<proto.CreateResponse> {
  const handler = handlerFor(runtime, request.getUrn());
  const inputs = received(request.getProperties());
  const answer = new proto.CreateResponse();
  if (request.getPreview()) {
    const outputs = previewed(handler, {}, inputs.properties);
    return answer.setProperties(sent(outputs, inputs.secrets, handler.secretOutputs));
  }
  const work = workOf(request, handler, inputs);
  const made = await operate(runtime, work, async (ctx) => handler.create(inputs.properties, ctx));
  answer.setId(made.id);
  return answer.setProperties(sent(made.outputs, inputs.secrets, handler.secretOutputs));
}

/** Changes a resource in place, or in a preview says what is known of it afterwards. */
export async function update<Config>(
  runtime: Runtime<Config>,
  request: proto.UpdateRequest,
): Promise<proto.UpdateResponse> {
  const handler = handlerFor(runtime, request.getUrn());
  const olds = received(request.getOlds());
  const oldInputs = received(request.getOldInputs()).properties;
  const inputs = received(request.getNews());
  const news = withIgnored(inputs.properties, oldInputs, request.getIgnorechangesList());
  const secrets = [...inputs.secrets, ...computedSecrets(handler, olds)];
  const answer = new proto.UpdateResponse();
  if (request.getPreview()) {
    const outputs = previewed(handler, olds.properties, news);
    return answer.setProperties(sent(outputs, secrets, handler.secretOutputs));
  }
  if (!handler.update) throw new Error(`${typeOf(request.getUrn())} cannot be changed in place`);
  const change = handler.update.bind(handler);
  const work = { ...workOf(request, handler, inputs, olds), oldInputs };
  const outputs = await operate(runtime, work, async (ctx) =>
    change(request.getId(), olds.properties, news, ctx),
  );
  return answer.setProperties(sent(outputs, secrets, handler.secretOutputs));
}

/** Looks at a resource as it is now, for refresh and import; an answer without id means that it is gone. */
export async function read<Config>(
  runtime: Runtime<Config>,
  request: proto.ReadRequest,
): Promise<proto.ReadResponse> {
  const handler = handlerFor(runtime, request.getUrn());
  const inputs = received(request.getInputs());
  const outputs = received(request.getProperties());
  const answer = new proto.ReadResponse();
  if (!handler.read) {
    if (Object.keys(outputs.properties).length === 0) {
      throw new Error(
        `${typeOf(request.getUrn())} cannot be imported: nothing can be read back from it`,
      );
    }
    answer.setId(request.getId());
    return answer.setProperties(request.getProperties()).setInputs(request.getInputs());
  }
  const look = handler.read.bind(handler);
  const found = await operate(runtime, workOf(request, handler, inputs, outputs), async (ctx) =>
    look(request.getId(), inputs.properties, outputs.properties, ctx),
  );
  if (!found) return answer;
  const secrets = [...inputs.secrets, ...computedSecrets(handler, outputs)];
  answer.setId(found.id);
  answer.setInputs(sent(found.inputs, secrets));
  return answer.setProperties(sent(found.outputs, secrets, handler.secretOutputs));
}

/** Removes a resource. */
export async function remove<Config>(
  runtime: Runtime<Config>,
  request: proto.DeleteRequest,
): Promise<Empty> {
  const handler = handlerFor(runtime, request.getUrn());
  const outputs = received(request.getProperties());
  const inputs = received(request.getOldInputs());
  if (handler.delete) {
    const take = handler.delete.bind(handler);
    const work = { ...workOf(request, handler, inputs, outputs), oldInputs: inputs.properties };
    await operate(runtime, work, async (ctx) => take(request.getId(), outputs.properties, ctx));
  }
  return new Empty();
}

function workOf<Config>(
  request: { getUrn(): string; getTimeout(): number },
  handler: ResourceHandler<Config>,
  inputs: Unmarshalled,
  outputs: Unmarshalled = { properties: {}, secrets: [] },
): Work {
  const always = (handler.secretOutputs ?? []).flatMap((key): SecretMark[] => {
    const value = outputs.properties[key];
    return value === undefined ? [] : [{ path: [key], value }];
  });
  return {
    urn: request.getUrn(),
    timeoutSeconds: request.getTimeout(),
    secrets: [...inputs.secrets, ...outputs.secrets, ...always],
    ...(handler.shownKeys && { shownKeys: handler.shownKeys }),
    ...(handler.secretOutputs && { secretOutputs: handler.secretOutputs }),
  };
}

/** Marks of old outputs that are not inputs: an input is as secret as the program now says. */
function computedSecrets<Config>(
  handler: ResourceHandler<Config>,
  olds: Unmarshalled,
): SecretMark[] {
  return olds.secrets.filter((mark) => !handler.inputs.includes(String(mark.path[0])));
}

function previewed<Config>(
  handler: ResourceHandler<Config>,
  olds: Properties,
  inputs: Properties,
): Properties {
  const kept = Object.entries(olds).filter(([key]) => !handler.inputs.includes(key));
  const outputs = { ...Object.fromEntries(kept), ...inputs, ...handler.previewOutputs?.(inputs) };
  for (const key of handler.secretOutputs ?? []) outputs[key] ??= UNKNOWN;
  return outputs;
}
