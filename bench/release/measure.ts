import type { Measurement } from "../shared/measurement";
import { measureCode } from "./code";
import { measureData } from "./data";
import { measureLoad } from "./load";
import { BenchSite } from "./site";

/**
 * What a release costs: requests, the wait for a new version, maintenance, and the way back.
 * @param rounds At least 5, or the results say nothing.
 */
export async function measureRelease(
  rounds: number,
  say: (line: string) => void,
): Promise<Measurement[]> {
  const bench = new BenchSite();
  try {
    await bench.open();
    const load = await measureLoad(bench, say);
    const code = await measureCode(bench, rounds, say);
    const data = await measureData(bench, rounds, say);
    return [load, ...data.slice(0, 1), ...code, ...data.slice(1)];
  } finally {
    await bench.close();
  }
}
