import type Dockerode from "dockerode";

import type { FillVolumeInput } from "../../spec/operations";
import { withVolume } from "../engine/archive";
import { openStackEngine } from "../engine/client";
import { runOneOff } from "../engine/one-off";
import { OperationFailure } from "../failure";
import { report } from "../progress";

/** Makes a volume hold exactly the declared files. Answers with nothing. */
export async function fillVolume(input: FillVolumeInput, signal: AbortSignal): Promise<string> {
  const docker = await openStackEngine(input.engine);
  const stale = await withVolume(
    docker,
    input.volume,
    input.helperImage,
    input.labels,
    async (volume) => {
      await volume.write(input.files, input);
      const declared = new Set(input.files.map(({ path }) => path));
      return (await volume.list()).filter((path) => !declared.has(path));
    },
  );
  if (stale.length > 0) await removeFiles(docker, input, stale, signal);
  report(`${input.volume}: ${input.files.length} files in place`);
  return "";
}

/** The engine's archive call cannot delete, so a short-lived container does. */
async function removeFiles(
  docker: Dockerode,
  input: FillVolumeInput,
  paths: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  const target = "/palier-volume";
  const result = await runOneOff(
    docker,
    `${input.volume}-tidy`,
    {
      image: input.helperImage,
      entrypoint: ["rm", "-f", "--"],
      command: paths.map((path) => `${target}/${path}`),
      environment: [],
      // The volume's root folder belongs to root.
      user: "0:0",
      mounts: [{ type: "volume", source: input.volume, target, readOnly: false }],
      tmpfs: {},
      networks: [],
      limits: { memory: 64, cpuShares: 128 },
      readOnlyRoot: true,
      labels: input.labels,
    },
    { timeoutSeconds: 60, signal },
  );
  if (result.exitCode !== 0) {
    throw new OperationFailure(
      `Files that are no longer declared cannot be removed from volume ${input.volume}.`,
      [result.output],
    );
  }
}
