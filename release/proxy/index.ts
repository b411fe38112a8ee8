import { renderUpstream, type UpstreamState } from "../../nginx";
import type { ReleaseRoute } from "../../spec/operations";
import type { ApplicationContext } from "../context";
import { withVolume, type VolumeAccess } from "../engine/archive";
import { proxyUser, reloadProxy, testProxy } from "../engine/proxy";
import { OperationFailure } from "../failure";
import { unstoppable } from "../interruption";
import { drainOldWorkers } from "./drain";
import { whileServing } from "./steady";

export { expectedEnd, type ExpectedEnd } from "./expected-end";

/** In maintenance the file holds the secrets that let a release's own requests through. */
const mode = "0400";

/**
 * Says where requests go: writes the upstream file, has nginx test it, makes the proxy take it up,
 * and waits for the requests that began before. The same state again is taken up again, because a
 * killed release may have written the file without the reload.
 * @throws OperationFailure when nginx refuses it or the proxy does not run; the file before is put
 * back then, and the proxy serves on as it did.
 */
export async function setUpstream(
  context: ApplicationContext,
  route: ReleaseRoute,
  state: UpstreamState,
): Promise<void> {
  const content = renderUpstream(route.site, state);
  context.signal.throwIfAborted();
  const told = await whileServing(context.docker, route.container, () =>
    tell(context, route, content),
  );
  if (told) return;
  throw new OperationFailure(
    `The proxy ${route.container} does not run, so nobody can be sent to ${context.application}: start it, then try again.`,
  );
}

async function tell(
  context: ApplicationContext,
  route: ReleaseRoute,
  content: string,
): Promise<void> {
  await withRouteVolume(context, route, async (volume) => {
    const before = await volume.read(route.upstreamFile);
    if (before !== content) await write(volume, route, content);
    try {
      await testProxy(context.docker, route.container);
    } catch (error) {
      // Without any file nginx could not start again either.
      const usable = before ?? renderUpstream(route.site, { state: "starting" });
      if (usable !== content) await write(volume, route, usable);
      throw error;
    }
  });
  await reloadProxy(context.docker, route.container);
  await drainOldWorkers(context, route);
}

/** Content of the upstream file, to be put back by `restoreUpstream`; undefined when there is none. */
export async function readUpstream(
  context: ApplicationContext,
  route: ReleaseRoute,
): Promise<string | undefined> {
  return withRouteVolume(context, route, (volume) => volume.read(route.upstreamFile));
}

/**
 * Puts back what `readUpstream` has read. Made for taking things back: an interruption does not
 * stop it, and a proxy that does not run takes the file up when it starts.
 */
export async function restoreUpstream(
  context: ApplicationContext,
  route: ReleaseRoute,
  content: string,
): Promise<void> {
  await withRouteVolume(context, route, (volume) => write(volume, route, content));
  await whileServing(context.docker, route.container, async () => {
    await testProxy(context.docker, route.container);
    await reloadProxy(context.docker, route.container);
    await drainOldWorkers({ ...context, signal: unstoppable }, route);
  });
}

function write(volume: VolumeAccess, route: ReleaseRoute, content: string): Promise<void> {
  return volume.write([{ path: route.upstreamFile, content, mode }], proxyUser);
}

function withRouteVolume<Result>(
  { docker, stack, application }: ApplicationContext,
  { volume, helperImage }: ReleaseRoute,
  use: (volume: VolumeAccess) => Promise<Result>,
): Promise<Result> {
  const labels = {
    "palier.project": "palier",
    "palier.stack": stack,
    "palier.application": application,
  };
  return withVolume(docker, volume, helperImage, labels, use);
}
