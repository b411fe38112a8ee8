import { z } from "zod";

import { renderUpstream } from "../../nginx";
import { restoreUpstream, setUpstream } from "../proxy";
import { defineStep } from "../transaction/step";
import { maintenanceState, upstreamBefore } from "./upstream";

/** Sends users to the new containers. */
export const open = defineStep({
  name: "open",
  title: "sending users to the new release",
  facts: z.object({ before: z.string().optional() }),
  // What the proxy sends users to must not be stopped while it does.
  essential: true,
  look: async (context) => ({ before: await upstreamBefore(context) }),
  run: async (context) => {
    const { proxy } = context.input;
    await setUpstream(context, proxy, { state: "open", aliases: proxy.aliases });
  },
  undo: async (context, { before }) => {
    const { proxy } = context.input;
    const content = before ?? renderUpstream(proxy.site, maintenanceState(context, undefined));
    await restoreUpstream(context, proxy, content);
  },
});
