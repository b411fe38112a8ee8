import type Dockerode from "dockerode";
import fs from "node:fs";
import path from "node:path";
import { distribution, type Recipe } from "../catalogue";
import { bootstrap, type BootstrapPlan, planBootstrap } from "./bootstrap";
import { buildImage } from "./build-image";
import { type ContextFile, readContext } from "./context";
import { explainFailure } from "./failure";
import { imageKey, keyLabel } from "./key";
import { type BuildLog, openLog } from "./log";
import { inspectImage, removeSuperseded } from "./record";
import { type Outcome, schedule } from "./schedule";
import { checkSpace } from "./space";

/** Builds at once: more only makes them wait for each other, measured on 2 cores. */
const parallelBuilds = 3;
const failureLines = 20;

/** What one run is to do. */
export interface Run {
  /** Engine to build in. */
  readonly docker: Dockerode;
  /** Images in question, with their bases. */
  readonly recipes: readonly Recipe[];
  /** Root of the project. */
  readonly root: string;
  /** Builds again even what is up to date, for newer packages. */
  readonly refresh: boolean;
  /** Receives one line of progress. */
  readonly say: (line: string) => void;
}

interface Job {
  readonly recipe: Recipe;
  readonly files: readonly ContextFile[];
  readonly key: string;
  /** ID that the name stands for before the run. */
  readonly previous: string | undefined;
  readonly current: boolean;
}

/** Brings every image of a run up to date and tells how each one ended. */
export async function runBuilds(run: Run): Promise<Map<string, Outcome>> {
  const plan = run.recipes.includes(distribution) ? planBootstrap() : undefined;
  const jobs = await planJobs(run, plan);
  await checkSpace(run.docker, [...jobs.values()].filter((job) => !job.current).length);
  return schedule(run.recipes, parallelBuilds, async (recipe) => {
    const job = jobs.get(recipe.name);
    if (job === undefined) throw new Error(`${recipe.name} was not planned`);
    return workOn(run, job, plan);
  });
}

async function planJobs(run: Run, plan: BootstrapPlan | undefined): Promise<Map<string, Job>> {
  const jobs = new Map<string, Job>();
  for (const recipe of run.recipes) {
    const folder = path.join(run.root, recipe.folder);
    const files = fs.existsSync(folder) ? readContext(folder) : [];
    const baseKey = recipe.base === undefined ? undefined : jobs.get(recipe.base)?.key;
    const extra = recipe === distribution ? { extra: JSON.stringify(plan) } : {};
    const key = imageKey(recipe, { files, baseKey, ...extra });
    const image = await inspectImage(run.docker, recipe.name);
    const current = image?.labels[keyLabel] === key && !run.refresh;
    jobs.set(recipe.name, { recipe, files, key, previous: image?.id, current });
  }
  return jobs;
}

async function workOn(run: Run, job: Job, plan: BootstrapPlan | undefined): Promise<Outcome> {
  const { recipe } = job;
  if (job.current) {
    run.say(`${recipe.name}  up to date`);
    return "current";
  }
  const log = openLog(path.join(run.root, ".palier", "logs", "images"), recipe.name);
  const started = Date.now();
  run.say(`${recipe.name}  building`);
  try {
    assertContext(job);
    await make(run, job, plan, log);
    await settlePrevious(run.docker, job);
  } catch (error) {
    const tail = log.tail(failureLines);
    run.say(`${recipe.name}  failed: ${explainFailure(error, tail)}`);
    tail.forEach((line) => {
      run.say(`  | ${line}`);
    });
    run.say(`${recipe.name}  complete log: ${log.file}`);
    return "failed";
  }
  run.say(`${recipe.name}  built in ${Math.round((Date.now() - started) / 1000)} s`);
  return "built";
}

async function make(
  run: Run,
  { recipe, files, key }: Job,
  plan: BootstrapPlan | undefined,
  log: BuildLog,
): Promise<void> {
  const labels = { [keyLabel]: key };
  if (recipe === distribution && plan !== undefined) {
    const folder = path.join(run.root, recipe.folder);
    await bootstrap(run.docker, recipe.name, folder, plan, labels, log);
  } else {
    await buildImage(run.docker, { recipe, files, labels, refresh: run.refresh }, log);
  }
}

async function settlePrevious(docker: Dockerode, { recipe, previous }: Job): Promise<void> {
  if (previous === undefined) return;
  const current = await inspectImage(docker, recipe.name);
  if (current?.id !== previous) await removeSuperseded(docker, previous);
}

function assertContext({ recipe, files }: Job): void {
  const wanted = recipe === distribution ? "slim.sh" : "Dockerfile";
  if (files.some((file) => file.path === wanted)) return;
  throw new Error(`${recipe.folder} has no ${wanted}; correct images/catalogue.ts or add the file`);
}
