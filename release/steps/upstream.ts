import { type Aliases, readUpstreamState, type UpstreamState } from "../../nginx";
import { expectedEnd, readUpstream } from "../proxy";
import type { TransactionContext } from "../transaction/context";
import { runningContainers } from "./containers";

/** Name of the cookie that lets requests through during a maintenance. */
export const passCookie = "palier_release";

/** The maintenance page, with a way in for whoever holds the pass. */
export function maintenanceState(
  { input, startedAt, pass }: TransactionContext,
  aliases: Aliases | undefined,
): UpstreamState {
  const end = expectedEnd(input.lifecycle.maintenance, startedAt);
  if (aliases === undefined) return { state: "maintenance", ...end };
  return {
    state: "maintenance",
    aliases,
    bypassCookie: { name: passCookie, value: pass.cookie },
    entry: { token: pass.entry },
    ...end,
  };
}

/**
 * What the proxy reads of the application before a step changes it. Undefined in a maintenance, when it holds
 * the pass, which a journal must not keep, and when there is nothing.
 */
export async function upstreamBefore(context: TransactionContext): Promise<string | undefined> {
  const content = await readUpstream(context, context.input.proxy);
  if (content === undefined) return undefined;
  const read = readUpstreamState(context.application, content);
  return read?.state === "maintenance" ? undefined : content;
}

/** Network aliases of the web containers in service, by process; undefined when a process has none. */
export async function aliasesInService(context: TransactionContext): Promise<Aliases | undefined> {
  const found = await Promise.all(
    context.input.proxy.site.upstreams.map(async ({ process }) => {
      const [running] = await runningContainers(context, process);
      return [process, running && (await aliasOf(context, running.Id))] as const;
    }),
  );
  const known = found.flatMap(([process, alias]) =>
    alias === undefined ? [] : [[process, alias]],
  );
  return known.length === found.length
    ? (Object.fromEntries(known) as Record<string, string>)
    : undefined;
}

/** The engine adds the start of a container's id to its aliases. */
async function aliasOf({ docker }: TransactionContext, id: string): Promise<string | undefined> {
  const { Name, NetworkSettings } = await docker.getContainer(id).inspect();
  return Object.values(NetworkSettings.Networks)
    .flatMap(({ Aliases: names }) => (names as string[] | null) ?? [])
    .find((name) => !id.startsWith(name) && name !== Name.slice(1));
}
