import { describeActor } from "../../actor";
import { describeRelease } from "../text";
import type { ApplicationStatus } from "./model";
import type { ContainersStatus, ServiceStatus } from "./containers";

type Facts = Omit<ApplicationStatus, "problems">;

/** What needs a person, one line each, with what to do. A release at work needs nobody. */
export function findProblems(stack: string, facts: Facts): string[] {
  const up = `make up STACK=${stack}`;
  if (facts.inService === undefined && facts.unfinished.length === 0 && facts.lock === undefined) {
    return [`${facts.name} was never released: ${up}`];
  }
  if (facts.lock?.state === "alive") return [];
  return [
    ...heldLock(stack, facts),
    ...interrupted(facts, up),
    ...kept(facts),
    ...facts.processes.flatMap((process) => downProcess(stack, facts.name, process)),
    ...facts.services.flatMap((service) => downService(stack, service, facts.name)),
    ...closedDoor(facts, up),
    ...failedDrill(stack, facts),
  ];
}

/** A service with a fixed name that does not serve; the proxy is nobody's own. */
export function downService(
  stack: string,
  { name, state }: ServiceStatus,
  application?: string,
): string[] {
  const what = application === undefined ? `the ${name}` : `${application} ${name}`;
  switch (state) {
    case "healthy":
    case "starting":
      return [];
    case "unhealthy":
      return [`${what} is unhealthy: ${logs(stack, application, name)} shows why`];
    case "stopped":
    case "missing":
      return [`${what} does not run: make up STACK=${stack}`];
  }
}

function logs(stack: string, application: string | undefined, process: string): string {
  const owner = application === undefined ? "" : ` APP=${application}`;
  return `make logs STACK=${stack}${owner} PROCESS=${process}`;
}

function heldLock(stack: string, { name, lock }: Facts): string[] {
  if (lock?.state !== "unknown") return [];
  const who = lock.holder ? describeActor(lock.holder.actor) : "somebody who left no name";
  return [
    `${name} is locked by ${who}; if that release is certainly gone: make unlock STACK=${stack} APP=${name}`,
  ];
}

function interrupted({ name, unfinished, lock }: Facts, up: string): string[] {
  if (unfinished.length === 0 && lock === undefined) return [];
  // A release on another machine may still be at work: the line about the lock says what to do.
  if (lock?.state === "unknown") return [];
  const ids = unfinished.map(({ id }) => id).join(", ");
  return [`a release of ${name} was interrupted${ids && ` (${ids})`}: ${up} settles it`];
}

function failedDrill(stack: string, { name, lastDrill }: Facts): string[] {
  if (lastDrill?.outcome !== "failed") return [];
  return [
    `the last restore drill of ${name} failed, so its data may not be restorable: make journal STACK=${stack} APP=${name} says why, docs/runbooks/restore-drill.md what to do`,
  ];
}

function kept({ name, releases }: Facts): string[] {
  const [last] = releases;
  if (last?.outcome !== "kept") return [];
  return [
    `${name} ${describeRelease(last.to)} stayed in service although its release failed: see make journal, then release it again`,
  ];
}

function downProcess(stack: string, name: string, found: ContainersStatus): string[] {
  const { process, wanted, running, healthy, starting } = found;
  if (running < wanted || running === 0) {
    return [
      `${name} ${process} has ${running} of ${Math.max(wanted, 1)} running: make up STACK=${stack}`,
    ];
  }
  // The engine looks at a new container after a while only; a release has asked it before that.
  const sick = running - healthy - starting;
  if (sick === 0) return [];
  return [`${name} ${process} has ${sick} unhealthy: ${logs(stack, name, process)} shows why`];
}

function closedDoor({ name, users, unfinished, lock }: Facts, up: string): string[] {
  const known = unfinished.length > 0 || lock !== undefined;
  if (known || users === "open") return [];
  const shown = users === "maintenance" ? "the maintenance page" : "no release";
  return [`users of ${name} see ${shown}, and no release is at work: ${up}`];
}
