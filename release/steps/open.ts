import { z } from "zod";

import { readUpstream, restoreUpstream, setUpstream } from "../proxy";
import { defineStep } from "../transaction/step";
import { maintenanceState } from "./upstream";

/** Sends users to the new containers. */
export const open = defineStep({
  name: "open",
  title: "sending users to the new release",
  facts: z.object({ before: z.string().optional() }),
  look: async (context) => {
    // In a maintenance the file holds the pass, which a journal must not keep.
    if (context.situation.serving && context.situation.change !== undefined) return {};
    return { before: await readUpstream(context, context.input.proxy) };
  },
  run: async (context) => {
    const { proxy } = context.input;
    await setUpstream(context, proxy, { state: "open", aliases: proxy.aliases });
  },
  undo: async (context, { before }) => {
    const { proxy } = context.input;
    if (before !== undefined) await restoreUpstream(context, proxy, before);
    else await setUpstream(context, proxy, maintenanceState(context, undefined));
  },
});
