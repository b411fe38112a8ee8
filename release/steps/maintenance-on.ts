import { z } from "zod";

import { restoreUpstream, setUpstream } from "../proxy";
import { defineStep } from "../transaction/step";
import { aliasesInService, maintenanceState, upstreamBefore } from "./upstream";

/** Shows users the maintenance page, and lets requests under way end first. */
export const maintenanceOn = defineStep({
  name: "maintenance-on",
  title: "showing the maintenance page",
  facts: z.object({ before: z.string().optional() }),
  applies: ({ serving, change }) => serving && change !== undefined,
  look: async (context) => ({ before: await upstreamBefore(context) }),
  run: async (context) => {
    const state = maintenanceState(context, await aliasesInService(context));
    await setUpstream(context, context.input.proxy, state);
  },
  undo: async (context, { before }) => {
    if (before !== undefined) await restoreUpstream(context, context.input.proxy, before);
  },
});
