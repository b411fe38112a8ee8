import { z } from "zod";

import { refuseFatalLines, runSmokeTests, runSmokeTestsThroughProxy } from "../smoke";
import { setUpstream } from "../proxy";
import type { TransactionContext } from "../transaction/context";
import { defineStep } from "../transaction/step";
import { newContainers } from "./containers";
import { maintenanceState, passCookie } from "./upstream";

/** Asks every new web container for the pages that show that it is the right application. */
export const smokeTest = defineStep({
  name: "smoke-test",
  title: "testing the new web processes",
  facts: z.object({}),
  applies: () => true,
  look: () => Promise.resolve({}),
  run: async (context) => {
    const { smokeTests, fatalLogLines } = context.input.lifecycle;
    for (const { id } of newContainers(context, ["web"]).containers) {
      const name = (await context.docker.getContainer(id).inspect()).Name.slice(1);
      await runSmokeTests(context, target(context, name), smokeTests);
      await refuseFatalLines(context, id, context.startedAt, fatalLogLines);
    }
  },
});

/** During a maintenance the new release is tested through the proxy as well, before anybody else is let in. */
export const smokeTestThroughProxy = defineStep({
  name: "smoke-test-proxy",
  title: "testing the new release through the proxy",
  facts: z.object({}),
  applies: ({ serving, change }) => serving && change !== undefined,
  look: () => Promise.resolve({}),
  run: async (context) => {
    const { proxy, lifecycle } = context.input;
    await setUpstream(context, proxy, maintenanceState(context, proxy.aliases));
    await runSmokeTestsThroughProxy(
      context,
      { ...target(context, proxy.container), port: proxy.httpsPort },
      lifecycle.smokeTests,
      { name: passCookie, value: context.pass.cookie },
    );
  },
});

function target(
  { input }: TransactionContext,
  container: string,
): {
  readonly proxy: string;
  readonly container: string;
  readonly port: number;
  readonly host: string;
  readonly version: string;
} {
  const { host, port } = input.readiness;
  return {
    proxy: input.proxy.container,
    container,
    port,
    host,
    version: input.release.version,
  };
}
