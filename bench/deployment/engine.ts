import { performance } from "node:perf_hooks";

import { output } from "../shared/process";

/** Longest time in milliseconds that containers may take to become healthy after their deployment. */
const limit = 120_000;

/** Runs the docker command and gives the lines that it printed. */
export async function docker(...args: string[]): Promise<string[]> {
  return (await output("docker", args)).split("\n").filter((line) => line !== "");
}

/** Waits until every container with these labels is healthy, and gives the milliseconds. */
export async function waitHealthy(labels: readonly string[]): Promise<number> {
  const start = performance.now();
  const filters = labels.flatMap((label) => ["--filter", `label=${label}`]);
  for (;;) {
    const states = await docker("ps", "--all", ...filters, "--format", "{{.Names}} {{.Status}}");
    const waiting = states.filter((state) => !state.includes("(healthy)"));
    const waited = performance.now() - start;
    if (states.length > 0 && waiting.length === 0) return waited;
    if (waited > limit) throw new Error(`still not healthy: ${waiting.join(", ")}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Removes containers, networks and volumes that carry all of these labels. */
export async function removeLabelled(labels: readonly string[]): Promise<void> {
  const filters = labels.flatMap((label) => ["--filter", `label=${label}`]);
  await removeAll(
    ["rm", "--force", "--volumes"],
    await docker("ps", "--all", "--quiet", ...filters),
  );
  await removeAll(["network", "rm"], await docker("network", "ls", "--quiet", ...filters));
  await removeAll(["volume", "rm"], await docker("volume", "ls", "--quiet", ...filters));
}

async function removeAll(command: readonly string[], names: readonly string[]): Promise<void> {
  if (names.length > 0) await docker(...command, ...names);
}
