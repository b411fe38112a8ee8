import { createRequire } from "node:module";

import analyzer from "@pulumi/pulumi/proto/analyzer_pb";
import struct, { type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";

import type { PackPolicy } from "../../../../policies/shared/about";
import { setToday } from "../../../../policies/shared/clock";
import { type Resource, testDay } from "./harness";

type Call = (
  call: { readonly request: unknown },
  answer: (error: unknown, response: analyzer.AnalyzeResponse) => void,
) => void;
type Make = (name: string, version: string, level: string, policies: readonly PackPolicy[]) => Call;

/** The SDK's own server, without its transport; the package keeps it to itself. */
const { makeAnalyzeRpcFun, makeAnalyzeStackRpcFun } = createRequire(__filename)(
  "@pulumi/policy/server",
) as { readonly makeAnalyzeRpcFun: Make; readonly makeAnalyzeStackRpcFun: Make };

/** A violation, or a note, as the engine gets it. */
export interface Diagnostic {
  readonly policy: string;
  readonly message: string;
  readonly level: "advisory" | "mandatory" | "other";
}

/** What the SDK's server answers the engine about resources of a stack, at the level `mandatory`. */
export async function serverJudges(
  policies: readonly PackPolicy[],
  resources: readonly Resource[],
): Promise<Diagnostic[]> {
  setToday(testDay);
  try {
    const calls: [Make, unknown][] = [
      ...resources.map((resource): [Make, unknown] => [makeAnalyzeRpcFun, single(resource)]),
      [makeAnalyzeStackRpcFun, stack(resources)],
    ];
    const answers = await Promise.all(
      calls.map(([make, request]) => asked(make("test", "1.0.0", "mandatory", policies), request)),
    );
    return answers.flat();
  } finally {
    setToday(undefined);
  }
}

function asked(call: Call, request: unknown): Promise<Diagnostic[]> {
  return new Promise((resolve, reject) => {
    call({ request }, (error, response) => {
      if (error) reject(error instanceof Error ? error : new Error(JSON.stringify(error)));
      else resolve(response.getDiagnosticsList().map(plain));
    });
  });
}

function plain(diagnostic: analyzer.AnalyzeDiagnostic): Diagnostic {
  const { ADVISORY, MANDATORY } = analyzer.EnforcementLevel;
  const level = diagnostic.getEnforcementlevel();
  return {
    policy: diagnostic.getPolicyname(),
    message: diagnostic.getMessage(),
    level: level === MANDATORY ? "mandatory" : level === ADVISORY ? "advisory" : "other",
  };
}

function single(resource: Resource): analyzer.AnalyzeRequest {
  const request = new analyzer.AnalyzeRequest();
  fill(request, resource);
  return request;
}

function stack(resources: readonly Resource[]): analyzer.AnalyzeStackRequest {
  const request = new analyzer.AnalyzeStackRequest();
  request.setResourcesList(
    resources.map((resource) => {
      const part = new analyzer.AnalyzerResource();
      fill(part, resource);
      connect(part, resource, resources);
      return part;
    }),
  );
  return request;
}

/** What the inputs of a resource are made from. */
function connect(
  part: analyzer.AnalyzerResource,
  { uses = {} }: Resource,
  resources: readonly Resource[],
): void {
  for (const [input, names] of Object.entries(uses)) {
    const sources = new analyzer.AnalyzerPropertyDependencies();
    sources.setUrnsList(
      resources.filter(({ name = "subject" }) => names.includes(name)).map(urnOf),
    );
    part.getPropertydependenciesMap().set(input, sources);
  }
}

function urnOf({ type, name = "subject" }: Resource): string {
  return `urn:pulumi:test::palier::${type}::${name}`;
}

function fill(part: analyzer.AnalyzeRequest | analyzer.AnalyzerResource, resource: Resource): void {
  const { type, name = "subject", props, options: given, provider } = resource;
  part.setType(type);
  part.setName(name);
  part.setUrn(urnOf(resource));
  part.setProperties(wire(props));
  const options = new analyzer.AnalyzerResourceOptions();
  options.setProtect(given?.protect ?? false);
  options.setIgnorechangesList(given?.ignoreChanges ?? []);
  options.setAliasesList(given?.aliases ?? []);
  if (given?.deleteBeforeReplace !== undefined) {
    options.setDeletebeforereplace(given.deleteBeforeReplace);
    options.setDeletebeforereplacedefined(true);
  }
  part.setOptions(options);
  if (provider === undefined) return;
  const made = new analyzer.AnalyzerProviderResource();
  made.setType(provider.type);
  made.setName(provider.name);
  made.setUrn(provider.urn);
  made.setProperties(wire(provider.props));
  part.setProvider(made);
}

function wire(props: object): struct.Struct {
  const json = JSON.parse(JSON.stringify(props)) as Record<string, JavaScriptValue>;
  return struct.Struct.fromJavaScript(json);
}
