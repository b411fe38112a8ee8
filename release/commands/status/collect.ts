import type { ReadUpstream } from "../../../nginx";
import type { ApplicationSpec } from "../../../spec/deployment";
import type { JournalEntry } from "../../../spec/journal";
import { reasonOf } from "../../failure";
import type { Journal } from "../../journal";
import { type CommandContext, readDrills, readJournals } from "../context";
import { existingRestorePoints } from "../restore-points";
import { findLock } from "../lock-state";
import { isSameRelease } from "../rollback/history";
import { readUpstreams } from "../upstream";
import { processStatus, serviceStatus, type ServiceStatus } from "./containers";
import type { ApplicationStatus, StackStatus } from "./model";
import { downService, findProblems } from "./problems";

/** Releases that are shown. */
const shownReleases = 5;

/** Looks at everything that says how a stack is, and changes nothing. */
export async function collectStatus(
  context: CommandContext,
  applications: readonly ApplicationSpec[],
): Promise<StackStatus> {
  const names = applications.map(({ name }) => name);
  const { stack, proxy } = context.spec;
  const container = proxy.container.name ?? proxy.resource;
  const [journals, upstreams, proxyStatus] = await Promise.all([
    readJournals(context, names),
    readUpstreams(context, names),
    serviceStatus(context.docker, "proxy", container),
  ]);
  const all: ApplicationStatus[] = [];
  for (const application of applications) {
    const { name } = application;
    const journal = journals[name] ?? { entries: [], unfinished: [], requests: [] };
    all.push(await applicationStatus(context, application, journal, upstreams[name]));
  }
  const shared = downService(stack, proxyStatus);
  const problems = [...shared, ...all.flatMap((one) => one.problems)];
  return { stack, proxy: proxyStatus, applications: all, problems };
}

async function applicationStatus(
  context: CommandContext,
  application: ApplicationSpec,
  journal: Journal,
  upstream: ReadUpstream | undefined,
): Promise<ApplicationStatus> {
  const { name, url, release: declared } = application;
  const inService = currentRelease(journal.entries);
  const pending = inService === undefined || !isSameRelease(inService.release, declared);
  const { restorePoints, unreadable } = await restorePointsOf(context, application);
  const facts = {
    name,
    url,
    inService,
    declared,
    pending,
    users: upstream?.state,
    until: upstream?.until,
    processes: await processStatus(context, application, !pending),
    services: await servicesOf(context, application),
    releases: journal.entries.slice(-shownReleases).reverse(),
    unfinished: journal.unfinished.map(({ id, steps }) => ({
      id,
      lastStep: steps.findLast(({ event }) => event === "begin")?.step,
    })),
    lock: await findLock(context, name),
    restorePoints,
    lastDrill: (await readDrills(context, name)).at(-1),
  };
  const problems = [...findProblems(context.spec.stack, facts), ...unreadable];
  return { ...facts, problems };
}

/** That restore points cannot be listed is found out on a quiet day, not in the night when one is needed. */
async function restorePointsOf(
  context: CommandContext,
  application: ApplicationSpec,
): Promise<Pick<ApplicationStatus, "restorePoints"> & { readonly unreadable: readonly string[] }> {
  try {
    return { restorePoints: await existingRestorePoints(context, application), unreadable: [] };
  } catch (error) {
    const [reason = ""] = reasonOf(error).split("\n", 1);
    return { restorePoints: undefined, unreadable: [reason] };
  }
}

/** The release in service, since the first of the transactions that brought it or confirmed it. */
function currentRelease(entries: readonly JournalEntry[]): ApplicationStatus["inService"] {
  const served = entries.filter(({ outcome }) => outcome === "released" || outcome === "kept");
  const last = served.at(-1);
  if (last === undefined) return undefined;
  const before = served.findLastIndex(({ to }) => !isSameRelease(to, last.to));
  const first = served[before + 1] ?? last;
  return { release: last.to, since: first.endedAt, by: first.actor };
}

function servicesOf(
  { docker }: CommandContext,
  { database, cache }: ApplicationSpec,
): Promise<ServiceStatus[]> {
  const services = { database, cache };
  return Promise.all(
    Object.entries(services).flatMap(([name, service]) => {
      const container = service?.container.name;
      return container === undefined ? [] : [serviceStatus(docker, name, container)];
    }),
  );
}
