import type { Measurement } from "../shared/measurement";
import { measureJudging } from "./judging";
import { measurePackStart } from "./pack-start";
import { measurePreview } from "./preview";

/** What the policies cost: their start, their judgement, and a preview with both. */
export async function measurePolicies(rounds: number): Promise<Measurement[]> {
  return [
    await measurePackStart(rounds),
    ...(await measureJudging(rounds)),
    await measurePreview(rounds),
  ];
}
