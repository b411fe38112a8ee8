import { hasEnded } from "../actor";
import { describeHeld, lockName } from "../lock";
import { parseHolder } from "../lock/labels";
import type { PreflightContext } from "./index";

/** Where to look. */
interface Place {
  readonly docker: PreflightContext["docker"];
  readonly spec: Pick<PreflightContext["spec"], "project" | "stack">;
}

/** What the locks of releases on the engine say. */
export interface LockFindings {
  /** Of releases that are, or may be, under way: one line each. */
  readonly held: readonly string[];
  /** Locks that a release left, by application: what it was doing has to be settled. */
  readonly left: readonly { readonly application: string; readonly id: string }[];
}

/** Looks for locks of releases; one that nobody holds any more was left by a release that was killed. */
export async function findLocks({ docker, spec }: Place): Promise<LockFindings> {
  const label = [
    "palier.component=lock",
    `palier.project=${spec.project}`,
    `palier.stack=${spec.stack}`,
  ];
  const held: string[] = [];
  const left: { application: string; id: string }[] = [];
  for (const { Id, Names, Labels } of await docker.listContainers({
    all: true,
    filters: { label },
  })) {
    const application = Labels["palier.application"] ?? "";
    const holder = parseHolder(Labels);
    // One of another name was set aside by make unlock.
    const counts = Names.includes(`/${lockName(spec.stack, application)}`);
    if (counts && (holder === undefined || !(await hasEnded(holder.actor)))) {
      held.push(`${describeHeld(spec.stack, application, holder)}; nothing was changed.`);
    } else {
      left.push({ application, id: Id });
    }
  }
  return { held, left };
}
