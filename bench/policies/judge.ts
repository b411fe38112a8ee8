// Judges resources once, in a process of its own, as a preview does, and prints the milliseconds as JSON.
// Arguments: a file with the resources; "all" for the policies of the pack, "empty" for as many that do nothing,
// "none" for no policy, which leaves the reading of the requests.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { performance } from "node:perf_hooks";

import type { Policies } from "@pulumi/policy";
import analyzer from "@pulumi/pulumi/proto/analyzer_pb";
import struct, { type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";

import { deserializeOnce } from "../../policies/deserialize-once";
import { policies } from "../../policies/pack";
import { spread } from "../shared/pairs";
import type { Judged } from "./resources";

type Call = (
  call: { readonly request: unknown },
  answer: (error: Error | null, response?: analyzer.AnalyzeResponse) => void,
) => void;
type Make = (pack: string, version: string, level: string, policies: Policies) => Call;

/** The SDK's own server without its transport; the package keeps it to itself. */
const { makeAnalyzeRpcFun, makeAnalyzeStackRpcFun } = createRequire(__filename)(
  "@pulumi/policy/server",
) as { readonly makeAnalyzeRpcFun: Make; readonly makeAnalyzeStackRpcFun: Make };

async function main(file: string, which: string): Promise<void> {
  const resources = JSON.parse(readFileSync(file, "utf8")) as readonly Judged[];
  const own = chosen(which);
  deserializeOnce();
  const single = makeAnalyzeRpcFun("bench", "1.0.0", "mandatory", own);
  const whole = makeAnalyzeStackRpcFun("bench", "1.0.0", "mandatory", own);
  const requests = resources.map((resource) => filled(new analyzer.AnalyzeRequest(), resource));
  const sent = requests.map((request) => request.serializeBinary());
  const stack = new analyzer.AnalyzeStackRequest();
  stack.setResourcesList(
    resources.map((resource) => filled(new analyzer.AnalyzerResource(), resource)),
  );
  const sentStack = stack.serializeBinary();

  const json = throughJson(resources);
  const begin = performance.now();
  for (const bytes of sent) await asked(single, analyzer.AnalyzeRequest.deserializeBinary(bytes));
  await asked(whole, analyzer.AnalyzeStackRequest.deserializeBinary(sentStack));
  process.stdout.write(JSON.stringify({ json, judged: performance.now() - begin }));
}

function chosen(which: string): Policies {
  if (which === "none") return [];
  return which === "all" ? [...policies] : policies.map(emptied);
}

/** Milliseconds in which resources become JSON and are read again; the middle of several, since it takes so few. */
function throughJson(resources: readonly Judged[]): number {
  const passes = Array.from({ length: 11 }, () => {
    const begin = performance.now();
    for (const resource of resources) JSON.parse(JSON.stringify(resource));
    return performance.now() - begin;
  });
  return spread(passes).median;
}

/** The same policy without a judgement. */
function emptied(policy: Policies[number]): Policies[number] {
  return "validateStack" in policy
    ? { ...policy, validateStack: nothing }
    : { ...policy, validateResource: nothing };
}

function nothing(): void {
  // What is measured is the way here.
}

function filled<Part extends analyzer.AnalyzeRequest | analyzer.AnalyzerResource>(
  part: Part,
  { type, name, inputs }: Judged,
): Part {
  part.setType(type);
  part.setName(name);
  part.setUrn(`urn:pulumi:prod::palier::${type}::${name}`);
  part.setProperties(struct.Struct.fromJavaScript(inputs as Record<string, JavaScriptValue>));
  part.setOptions(new analyzer.AnalyzerResourceOptions());
  return part;
}

function asked(call: Call, request: unknown): Promise<void> {
  return new Promise((resolve, reject) => {
    call({ request }, (error) => {
      if (error) reject(error);
      else resolve();
    });
  });
}

const [file = "", which = ""] = process.argv.slice(2);
main(file, which).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? String(error.stack) : String(error)}\n`);
  process.exitCode = 1;
});
