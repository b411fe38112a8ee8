import type { StackReport } from "../../../../scripts/preview-comment/report";
import { readPreview } from "../../../../scripts/preview/preview";

/** A value that no comment may hold. */
export const canary = "canary-7f3a9b";

const application = "palier:application:Application";

/** URN of a resource below an application, or beside all when its type has no parent. */
export function urn(types: string, name: string): string {
  return `urn:pulumi:prod::palier::${types}::${name}`;
}

export const copies = urn(application, "copies");
export const container = (name: string): string =>
  urn(`${application}$palier:app:App$docker:index/container:Container`, name);
export const volume = (name: string): string =>
  urn(`${application}$palier:storage:Storage$docker:index/volume:Volume`, name);
export const proxy = urn(
  "palier:reverse-proxy:ReverseProxy$docker:index/container:Container",
  "proxy",
);

/** A step with values on both sides, as the engine reports it. */
export function step(op: string, of: string, more: object = {}): object {
  const state = {
    urn: of,
    inputs: { envs: [canary], labels: { [canary]: canary } },
    outputs: { id: canary },
  };
  return {
    resourcePreEvent: {
      metadata: { op, urn: of, old: state, new: state, detailedDiff: null, ...more },
    },
  };
}

export function violation(policy: string, level: string, message: string): object {
  const description = "What the rule is for.";
  return {
    policyEvent: {
      resourceUrn: copies,
      policyName: policy,
      enforcementLevel: level,
      severity: "high",
      message: `${description}\n${message} (docs/reference/policies.md#${policy})\n`,
    },
  };
}

export function diagnostic(severity: string): object {
  return { diagnosticEvent: { severity, message: `it is ${canary}` } };
}

export function summary(result: string): object {
  return { summaryEvent: { result, PolicyPacks: { palier: "0.1.0" } } };
}

/** What the CLI prints with PULUMI_ENABLE_STREAMING_JSON_PREVIEW. */
export function stream(...events: readonly object[]): string {
  return events.map((event, sequence) => `${JSON.stringify({ sequence, ...event })}\n`).join("");
}

/** A report of a preview and nothing else. */
export function report(text: string, more: Partial<StackReport> = {}): StackReport {
  return {
    stack: "prod",
    preview: readPreview(text),
    refusals: [],
    changes: undefined,
    problems: [],
    ...more,
  };
}
