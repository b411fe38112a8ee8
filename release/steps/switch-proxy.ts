import { withVolume } from "../engine/archive";
import { proxyUser, reloadProxy, testProxy } from "../engine/proxy";
import type { ReleaseStep } from "./step";

/** Sends users to the new containers: upstream file, test, reload, old proxy workers waited for. */
export const switchProxy: ReleaseStep = {
  title: "switching the proxy",
  async run({ docker, input }, undo) {
    const { container, volume, helperImage, upstreamFile, upstream } = input.proxy;
    const labels = {
      "palier.project": "palier",
      "palier.stack": input.stack,
      "palier.application": input.application,
    };
    const write = (content: string): Promise<void> =>
      withVolume(docker, volume, helperImage, labels, (access) =>
        access.write([{ path: upstreamFile, content, mode: "0444" }], proxyUser),
      );
    const before = await withVolume(docker, volume, helperImage, labels, (access) =>
      access.read(upstreamFile),
    );
    if (before !== undefined && before !== upstream) {
      undo(async () => {
        await write(before);
        await reloadProxy(docker, container);
      });
    }
    // A killed release may have written the file without the reload, so that is never left out.
    if (before !== upstream) await write(upstream);
    await testProxy(docker, container);
    await reloadProxy(docker, container);
  },
};
