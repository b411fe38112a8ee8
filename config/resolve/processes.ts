import type { Blueprint, ProcessNeed, TaskNeed } from "../../blueprints/types";
import type { ContainerSpec, MountSpec } from "../../spec/container";
import type { NetworkSpec, ProcessSpec, TaskSpec, VolumeSpec } from "../../spec/deployment";
import type { FilesVolumeSpec } from "../../spec/files";
import { logicalName, releaseAlias } from "../naming";
import { suggestion } from "../schema/suggest";
import { containerHash, type ContainerDraft, sealContainer } from "./container";
import type { ApplicationContext } from "./context";
import { secretsFolder } from "./environment";
import { resolveSize, type Size } from "./limits";
import { mountVolume } from "./volumes";

/** What all processes and tasks of an application share. */
export interface ProcessSources {
  readonly image: string;
  readonly environment: readonly string[];
  readonly files: FilesVolumeSpec;
  /** By the blueprint's name of the volume. */
  readonly volumes: Readonly<Record<string, VolumeSpec>>;
  readonly edge: NetworkSpec;
  readonly backend: NetworkSpec;
}

/** The processes of an application, in the blueprint's order. */
export function resolveProcesses(
  context: ApplicationContext,
  sources: ProcessSources,
): readonly ProcessSpec[] {
  const { blueprint, choices, problems, application } = context;
  const known = Object.keys(blueprint.processes);
  for (const name of Object.keys(choices.processes)) {
    if (!Object.hasOwn(blueprint.processes, name)) {
      problems.add(
        ["applications", application, "processes", name],
        `blueprint "${blueprint.kind}" has no such process; ${suggestion(name, known)}`,
      );
    }
  }
  return Object.entries(blueprint.processes).map(([name, need]) =>
    resolveProcess(context, sources, name, need),
  );
}

/** The tasks of a release, in the blueprint's order, with the environment and the volumes of the processes. */
export function resolveTasks(
  context: ApplicationContext,
  sources: ProcessSources,
): readonly TaskSpec[] {
  return context.blueprint.tasks.map((task) => resolveTask(context, sources, task));
}

/** One command in a container of the application's image, with the environment and the volumes of the processes. */
export function resolveTask(
  context: ApplicationContext,
  sources: ProcessSources,
  task: TaskNeed,
): TaskSpec {
  const { application, choices } = context;
  const size = resolveSize(context, "task", undefined, { memory: 0, reason: "" }, []);
  return {
    name: task.name,
    when: task.when ?? "migrated",
    timeoutSeconds: task.timeoutSeconds,
    container: sealContainer(context, taskDraft(context, sources, task, size), {
      application,
      component: "task",
      process: task.name,
      release: choices.version,
      files: [sources.files],
    }),
  };
}

/** The web process that answers wherever a route names none: the first of the blueprint. */
export function defaultWeb(blueprint: Blueprint): {
  readonly name: string;
  readonly need: ProcessNeed;
} {
  for (const [name, need] of Object.entries(blueprint.processes)) {
    if (need.kind === "web") return { name, need };
  }
  throw new Error(`Blueprint "${blueprint.kind}" has no web process.`);
}

function processSize(context: ApplicationContext, name: string, need: ProcessNeed): Size {
  const { application, choices } = context;
  return resolveSize(
    context,
    need.kind,
    choices.processes[name]?.limits,
    { memory: need.minimumMemory, reason: `the process "${name}"` },
    ["applications", application, "processes", name, "limits"],
  );
}

function resolveProcess(
  context: ApplicationContext,
  sources: ProcessSources,
  name: string,
  need: ProcessNeed,
): ProcessSpec {
  const { application, choices } = context;
  const count = processCount(context, name, need);
  const draft = processDraft(context, sources, name, need);
  const hash = containerHash(draft, [sources.files]);
  const alias = releaseAlias(application, name, hash);
  const networks = draft.networks.map(({ network }) => ({ network, aliases: [alias] }));
  const subject = {
    application,
    component: need.kind,
    process: name,
    release: choices.version,
    files: [sources.files],
  };
  const containers = Array.from({ length: count }, (_, index): ContainerSpec => {
    // A scheduler is the only one of its kind, so a number would suggest that there may be others.
    const role = need.kind === "scheduler" ? name : `${name}-${index + 1}`;
    return sealContainer(
      context,
      { ...draft, networks, resource: logicalName(application, role) },
      subject,
    );
  });
  return { name, kind: need.kind, port: need.port, alias, containers };
}

function processCount(context: ApplicationContext, name: string, need: ProcessNeed): number {
  const { application, choices, defaults, problems } = context;
  const path = ["applications", application, "processes", name, "count"];
  const chosen = choices.processes[name]?.count;
  if (need.kind === "scheduler") {
    if (chosen !== undefined && chosen !== 1) {
      problems.add(
        path,
        `expected 1, found ${chosen}; without one no job is started, with two every job is started twice`,
      );
    }
    return 1;
  }
  const count = chosen ?? defaults.counts[need.kind];
  if (!Number.isInteger(count) || count < 1) {
    problems.add(path, `expected at least 1, found ${count}`);
    return 1;
  }
  return count;
}

function processDraft(
  context: ApplicationContext,
  sources: ProcessSources,
  name: string,
  need: ProcessNeed,
): ContainerDraft {
  const { blueprint, choices, defaults } = context;
  const outbound = need.outbound && (choices.outbound ?? defaults.outbound);
  const reachable = need.kind === "web" || outbound;
  return {
    ...common(context, sources, [name]),
    resource: "",
    command: need.command,
    entrypoint: blueprint.entrypoint,
    tmpfs: need.tmpfs,
    networks: attach(reachable ? [sources.backend, sources.edge] : [sources.backend]),
    healthCheck: need.health,
    ...processSize(context, name, need),
    readOnlyRoot: need.readOnlyRoot,
    stopGraceSeconds: need.stopGraceSeconds,
    stopSignal: need.stopSignal,
  };
}

function taskDraft(
  context: ApplicationContext,
  sources: ProcessSources,
  task: TaskNeed,
  size: Size,
): ContainerDraft {
  // Tasks run the same code as the web processes, so they need the same places to write.
  const { tmpfs, readOnlyRoot } = defaultWeb(context.blueprint).need;
  return {
    ...common(context, sources, ["tasks", task.name]),
    resource: logicalName(context.application, `task-${task.name}`),
    command: task.command,
    entrypoint: context.blueprint.entrypoint,
    tmpfs,
    networks: attach([sources.backend]),
    healthCheck: undefined,
    ...size,
    readOnlyRoot,
    // A task that is told to stop gets the time to undo an open transaction.
    stopGraceSeconds: 30,
    stopSignal: undefined,
  };
}

/** @param roles Names that the container goes by in the writers of a volume. */
function common(
  { blueprint }: ApplicationContext,
  sources: ProcessSources,
  roles: readonly string[],
): Pick<ContainerDraft, "name" | "image" | "environment" | "user" | "mounts" | "ports"> {
  return {
    name: undefined,
    image: sources.image,
    environment: sources.environment,
    user: `${blueprint.user.uid}:${blueprint.user.gid}`,
    mounts: mounts(blueprint.volumes, sources, roles),
    ports: [],
  };
}

function mounts(
  needs: ApplicationContext["blueprint"]["volumes"],
  { volumes, files }: ProcessSources,
  roles: readonly string[],
): readonly MountSpec[] {
  const own = Object.entries(needs).flatMap(([name, need]) => {
    const source = volumes[name];
    const writes = need.writers.some((writer) => roles.includes(writer));
    return source ? [mountVolume(source.name, need.path, !writes)] : [];
  });
  return [...own, mountVolume(files.volume, secretsFolder, true)];
}

function attach(networks: readonly NetworkSpec[]): ContainerDraft["networks"] {
  return networks.map(({ name }) => ({ network: name, aliases: [] }));
}
