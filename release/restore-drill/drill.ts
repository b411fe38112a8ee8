import type { ApplicationSpec } from "../../spec/deployment";
import type { RestorePointSpec } from "../../spec/lifecycle";
import type { ApplicationContext } from "../context";
import { OperationFailure } from "../failure";
import { dataDigest, putBack, recordedDigest, type RestorePointSummary } from "../restore-point";
import { compareData, type DrillComparison } from "./compare";
import { type DrillLayout, restoringSpec, takingSpec } from "./layout";
import { makePlace, makeVolume, startServer } from "./objects";
import { takeGivingWay } from "./take";

/** What happens next, in order. */
export type DrillStage = "taking" | "restoring" | "comparing" | "removing";

/** What a drill works on. */
export interface DrillSubject {
  readonly application: Pick<ApplicationSpec, "name" | "database">;
  readonly restorePoint: RestorePointSpec;
  /** What is in service. */
  readonly version: string;
  readonly image: string;
  /** Image of the database server that runs; undefined without a database. */
  readonly databaseImage: string | undefined;
  /** Told before each stage, and waited for. */
  readonly onStage: (stage: DrillStage) => Promise<void> | void;
}

/** How far a drill came. */
export interface DrillProgress {
  summary?: RestorePointSummary;
  takeMilliseconds?: number;
  restoreMilliseconds?: number;
  comparison?: DrillComparison;
}

/** Name of the one restore point in the drill's own volume. */
const pointId = "drill";

/** Differences that are named; the others are counted. */
const namedDifferences = 5;

/**
 * Takes a restore point of what runs, restores it into containers and volumes of the drill, and
 * compares. What runs is read and nothing else. Removing is the caller's.
 * @param progress Filled on the way, for a drill that fails as well.
 * @throws OperationFailure in one line with evidence; GaveWay to a release.
 */
export async function practise(
  context: ApplicationContext,
  subject: DrillSubject,
  layout: DrillLayout,
  progress: DrillProgress,
): Promise<void> {
  const { restorePoint, version, image } = subject;
  await subject.onStage("taking");
  progress.takeMilliseconds = await timed(async () => {
    await makeVolume(context.docker, layout.points, layout);
    const taking = takingSpec(restorePoint, layout);
    progress.summary = await takeGivingWay(context, taking, pointId, { version, image });
  });
  const restoring = restoringSpec(restorePoint, layout);
  const recorded = await recordedDigest(context, takingSpec(restorePoint, layout), pointId);
  await subject.onStage("restoring");
  progress.restoreMilliseconds = await timed(() => restore(context, subject, restoring, layout));
  await subject.onStage("comparing");
  const comparison = compareData(recorded, await dataDigest(context, restoring));
  progress.comparison = comparison;
  if (comparison.differences.length > 0) throw different(context.application, comparison);
}

async function restore(
  context: ApplicationContext,
  { application: { database }, databaseImage }: DrillSubject,
  restoring: RestorePointSpec,
  layout: DrillLayout,
): Promise<void> {
  const { docker, signal } = context;
  await makePlace(docker, restoring, layout);
  if (database !== undefined && databaseImage !== undefined) {
    await startServer(docker, database, databaseImage, restoring, layout, signal);
  }
  signal.throwIfAborted();
  await putBack(context, restoring, pointId);
}

function different(application: string, { differences }: DrillComparison): OperationFailure {
  const named = differences.slice(0, namedDifferences);
  const others = differences.length - named.length;
  return new OperationFailure(
    `What was restored of ${application} is not what was saved: ${named.join("; ")}${others > 0 ? `; and ${others} more` : ""}.`,
  );
}

async function timed(act: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await act();
  return Math.round(performance.now() - started);
}
