import type { ApplicationSpec } from "../../../spec/deployment";
import type { RestoreDrill } from "../../../spec/journal";
import type { RestorePointSpec } from "../../../spec/lifecycle";
import { currentActor } from "../../actor";
import { OperationFailure, reasonOf, statusOf } from "../../failure";
import { inService, newId } from "../../journal";
import { writeRestoreDrill } from "../../journal/drills";
import { DrillRefused, type DrillResult, type DrillStage, runDrill } from "../../restore-drill";
import { applicationContext, type CommandContext, lookInto, readJournals } from "../context";

export { renderDrill } from "./render";

/** How a drill is watched and stopped. */
export interface DrillWish {
  /** Ends the drill, which removes everything first. */
  readonly signal: AbortSignal;
  /** Told what happens; tests act at it. */
  readonly onStage: (stage: DrillStage) => Promise<void> | void;
}

/** A drill with what a failure left to read. */
export interface FinishedDrill {
  readonly drill: RestoreDrill;
  /** Last lines of a log; not for the journal. */
  readonly evidence: readonly string[];
}

/**
 * Proves that a restore point of an application that runs can be restored, and notes it in the journal.
 * @returns Undefined for an application without data.
 * @throws OperationFailure when the drill did not begin or gave way to a release, which says nothing
 * about the data and is not noted.
 */
export async function drillApplication(
  context: CommandContext,
  application: ApplicationSpec,
  { signal, onStage }: DrillWish,
): Promise<FinishedDrill | undefined> {
  const { name, lifecycle } = application;
  const { restorePoint } = lifecycle;
  if (restorePoint === undefined) return undefined;
  const { [name]: journal } = await readJournals(context, [name]);
  const release = journal && inService(journal)?.to;
  const { stack, project } = context.spec;
  if (release === undefined) throw refused(name, stack, "was never released");
  const databaseImage = await runningImage(context, application, restorePoint);
  const startedAt = new Date();
  const { version, image } = release;
  const subject = { application, restorePoint, version, image, databaseImage, onStage };
  const where = { ...applicationContext(context, application), signal };
  const result = await runDrill(where, project, subject);
  const drill: RestoreDrill = {
    id: newId(startedAt),
    application: name,
    actor: await currentActor(),
    startedAt: startedAt.toISOString(),
    endedAt: new Date().toISOString(),
    version,
    ...describeResult(result),
  };
  await lookInto(context, context.spec.journal.name, (access) => writeRestoreDrill(access, drill));
  const { failure } = result;
  return { drill, evidence: failure instanceof OperationFailure ? failure.evidence : [] };
}

function describeResult({
  failure,
  summary,
  takeMilliseconds,
  restoreMilliseconds,
  comparison,
}: DrillResult): Pick<
  RestoreDrill,
  "outcome" | "reason" | "bytes" | "takeMilliseconds" | "restoreMilliseconds" | "covered"
> {
  const [reason] = failure === undefined ? [] : reasonOf(failure).split("\n", 1);
  return {
    outcome: failure === undefined ? "ok" : "failed",
    reason,
    bytes: summary?.bytes,
    takeMilliseconds,
    restoreMilliseconds,
    covered: comparison?.covered,
  };
}

/**
 * Image of the database server that runs; undefined without a database. Volumes have to be there:
 * naming a missing one would make the engine create it.
 */
async function runningImage(
  { docker, spec }: CommandContext,
  { name }: ApplicationSpec,
  { database, tools, volume }: RestorePointSpec,
): Promise<string | undefined> {
  try {
    for (const { source } of tools.mounts) {
      if (source !== volume.name) await docker.getVolume(source).inspect();
    }
    if (database === undefined) return undefined;
    const { Image, State } = await docker.getContainer(database.container).inspect();
    if (State.Running) return Image;
  } catch (error) {
    if (statusOf(error) !== 404) throw error;
    throw refused(name, spec.stack, "misses a volume or its database's container");
  }
  throw refused(name, spec.stack, "has a database that does not run");
}

function refused(application: string, stack: string, why: string): DrillRefused {
  return new DrillRefused(
    `${application} ${why}, so there is nothing to drill: make up STACK=${stack}`,
  );
}
