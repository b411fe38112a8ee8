import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";

import type { PreviousState } from "../spec/previous-state";

/** The stack's own outputs that the next update reads again; everything else in them is for people. */
const outputsSchema = z.object({
  // Only for a note, which no state is to fail for.
  tier: z.string().optional().catch(undefined),
  dataVolumes: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
  guarded: z.array(z.string()).default([]),
  repairs: z.record(z.string(), z.string()).default({}),
});

/** Resources of the state, by URN, as the engine answers them. */
const resourcesSchema = z.record(
  z.string(),
  z.object({ outputs: z.object({ name: z.unknown().optional() }).optional() }),
);

/** What earlier updates of this stack left in its state; empty at the first one. */
export async function readPreviousState(): Promise<PreviousState> {
  const stackName = `${pulumi.getOrganization()}/${pulumi.getProject()}/${pulumi.getStack()}`;
  const [outputs, resources] = await Promise.all([
    invoke("pulumi:pulumi:readStackOutputs", { name: stackName }),
    invoke("pulumi:pulumi:readStackResourceOutputs", { stackName }),
  ]);
  const known = resourcesSchema.parse(resources);
  const urns = new Set(Object.keys(known));
  return { names: namesOf(known), urns, ...outputsSchema.parse(outputs) };
}

/** The engine's own functions about stacks answer the question under "outputs". */
async function invoke(token: string, args: Record<string, string>): Promise<unknown> {
  const answer = (await pulumi.runtime.invoke(token, args)) as { readonly outputs?: unknown };
  return answer.outputs ?? {};
}

function namesOf(resources: z.infer<typeof resourcesSchema>): ReadonlySet<string> {
  return new Set(
    Object.entries(resources)
      .filter(([urn]) => urn.includes("docker:index/"))
      .map(([, { outputs }]) => outputs?.name)
      .filter((name) => typeof name === "string"),
  );
}
