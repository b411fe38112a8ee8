import { readUpstreamState, type ReadUpstream, upstreamPath } from "../../nginx";
import { type CommandContext, lookInto } from "./context";

/** What the proxy does with the requests for some applications; undefined where it was told nothing. */
export async function readUpstreams(
  context: CommandContext,
  applications: readonly string[],
): Promise<Readonly<Record<string, ReadUpstream | undefined>>> {
  const volume = context.spec.proxy.configurationVolume.name;
  const found = await lookInto(context, volume, async (access) => {
    const states: Record<string, ReadUpstream | undefined> = {};
    for (const application of applications) {
      const content = await access.read(upstreamPath(application));
      states[application] =
        content === undefined ? undefined : readUpstreamState(application, content);
    }
    return states;
  });
  return found ?? {};
}
