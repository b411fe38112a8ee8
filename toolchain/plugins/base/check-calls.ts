import * as proto from "@pulumi/pulumi/proto/provider_pb";
import { unknownKeys } from "./check";
import { type Change, diffInputs } from "./diff";
import { withIgnored } from "./ignore-changes";
import { formatPath } from "./paths";
import type { Autonaming, CheckFailure } from "./resource";
import { type Runtime, handlerFor, received, sent } from "./runtime";
import { nameOf, typeOf } from "./tokens";
import { DEFAULTS } from "./wire";
import type { Properties } from "./values";

/** Validates inputs and fills in defaults; an input that nobody knows is named together with the nearest. */
export async function check<Config>(
  runtime: Runtime<Config>,
  request: proto.CheckRequest,
): Promise<proto.CheckResponse> {
  const urn = request.getUrn();
  const handler = handlerFor(runtime, urn);
  const news = received(request.getNews());
  const olds = received(request.getOlds()).properties;
  // An import checks what `read` returned, notes included; they are not inputs of the program.
  const unknown = unknownKeys(news.properties, handler.inputs, typeOf(urn)).filter(
    ({ property }) => property !== DEFAULTS,
  );
  const known = Object.fromEntries(
    Object.entries(news.properties).filter(([key]) => handler.inputs.includes(key)),
  );
  const result = (await handler.check?.(known, Object.keys(olds).length > 0 ? olds : undefined, {
    urn,
    name: request.getName() || nameOf(urn),
    randomSeed: request.getRandomseed_asU8(),
    autonaming: autonamingOf(request),
  })) ?? { inputs: known };
  return checked([...unknown, ...(result.failures ?? [])]).setInputs(
    sent(result.inputs, news.secrets),
  );
}

/** Says what would change, in place or by replacement, down to nested elements. */
export function diff<Config>(
  runtime: Runtime<Config>,
  request: proto.DiffRequest,
): proto.DiffResponse {
  const handler = handlerFor(runtime, request.getUrn());
  // An engine before 3.60 sends no old inputs; outputs of the same names stand in for them.
  const olds = request.hasOldInputs()
    ? received(request.getOldInputs()).properties
    : only(received(request.getOlds()).properties, handler.inputs);
  const news = withIgnored(
    received(request.getNews()).properties,
    olds,
    request.getIgnorechangesList(),
  );
  const changes = diffInputs(handler, olds, news);
  const answer = differing(changes);
  if (answer.getReplacesList().length > 0) {
    answer.setDeletebeforereplace(handler.deleteBeforeReplace?.(olds, news) ?? false);
  }
  return answer;
}

/** A check's answer with its failures. */
export function checked(failures: readonly CheckFailure[]): proto.CheckResponse {
  const answer = new proto.CheckResponse();
  for (const { property, reason } of failures) {
    const failed = new proto.CheckFailure();
    failed.setProperty(property);
    failed.setReason(reason);
    answer.addFailures(failed);
  }
  return answer;
}

/** A diff's answer from its changes. */
export function differing(changes: readonly Change[]): proto.DiffResponse {
  const answer = new proto.DiffResponse();
  const { DIFF_NONE, DIFF_SOME } = proto.DiffResponse.DiffChanges;
  answer.setChanges(changes.length > 0 ? DIFF_SOME : DIFF_NONE);
  answer.setDiffsList(topLevel(changes));
  answer.setReplacesList(topLevel(changes.filter((change) => change.rule === "replace")));
  answer.setHasdetaileddiff(true);
  for (const change of changes) {
    const detail = new proto.PropertyDiff();
    detail.setKind(kindOf(change));
    detail.setInputdiff(true);
    answer.getDetaileddiffMap().set(formatPath(change.path), detail);
  }
  return answer;
}

function kindOf({ kind, rule }: Change): proto.PropertyDiff.Kind {
  const { Kind } = proto.PropertyDiff;
  const replaces = rule === "replace";
  switch (kind) {
    case "add":
      return replaces ? Kind.ADD_REPLACE : Kind.ADD;
    case "delete":
      return replaces ? Kind.DELETE_REPLACE : Kind.DELETE;
    case "update":
      return replaces ? Kind.UPDATE_REPLACE : Kind.UPDATE;
  }
}

function topLevel(changes: readonly Change[]): string[] {
  return [...new Set(changes.map((change) => String(change.path[0])))];
}

function only(properties: Properties, keys: readonly string[]): Properties {
  return Object.fromEntries(Object.entries(properties).filter(([key]) => keys.includes(key)));
}

function autonamingOf(request: proto.CheckRequest): Autonaming | undefined {
  const wanted = request.getAutonaming();
  if (!wanted) return undefined;
  const { DISABLE, ENFORCE } = proto.CheckRequest.AutonamingOptions.Mode;
  if (wanted.getMode() === DISABLE) return { mode: "disable" };
  const mode = wanted.getMode() === ENFORCE ? "enforce" : "propose";
  return { mode, proposedName: wanted.getProposedName() };
}
