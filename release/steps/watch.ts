import { z } from "zod";

import { defineStep } from "../transaction/step";
import { watchRelease } from "../watch";
import { newContainers } from "./containers";

/** Watches the new release while the old one could still take over. */
export const watch = defineStep({
  name: "watch",
  title: "watching the new release",
  facts: z.object({ since: z.string() }),
  applies: ({ serving }) => serving,
  look: (_context, { announcedAt = new Date() }) =>
    Promise.resolve({ since: announcedAt.toISOString() }),
  run: async (context, { since }) => {
    const { lifecycle, proxy, readiness } = context.input;
    const { containers } = newContainers(context, ["web", "worker", "scheduler"]);
    await watchRelease(context, {
      route: proxy,
      containers: containers.map(({ id }) => id),
      watch: lifecycle.watch,
      host: readiness.host,
      fatalLogLines: lifecycle.fatalLogLines,
      since: new Date(since),
    });
  },
});
