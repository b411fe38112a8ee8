// Builds the project's images: `node --require ./register.cjs images/build.ts [--refresh] [names…]`.
import Dockerode from "dockerode";
import path from "node:path";
import { catalogue } from "./catalogue";
import { withLock } from "./builder/lock";
import { writeRecord } from "./builder/record";
import { runBuilds } from "./builder/run";
import { type Outcome, select } from "./builder/schedule";

const root = path.join(__dirname, "..");

async function main(words: readonly string[]): Promise<number> {
  const unknown = words.find((word) => word.startsWith("-") && word !== "--refresh");
  if (unknown !== undefined)
    throw new Error(`unknown option ${unknown}; there is --refresh, and names of images`);
  const all = catalogue(process.env.PALIER_DEBIAN_IMAGE);
  const recipes = select(
    all,
    words.filter((word) => !word.startsWith("-")),
  );
  const docker = new Dockerode();
  const engine = await engineId(docker);
  const started = Date.now();
  const outcomes = await withLock(
    `images ${engine}`,
    () => {
      say("another build of images is running on this engine; waiting for it");
    },
    async () => {
      const run = { docker, recipes, root, refresh: words.includes("--refresh"), say };
      const result = await runBuilds(run);
      await writeRecord(
        docker,
        all.map((one) => one.name),
        path.join(root, ".palier", "images.json"),
      );
      return result;
    },
  );
  say(summary([...outcomes.values()], started));
  return [...outcomes.values()].some((one) => one === "failed" || one === "skipped") ? 1 : 0;
}

async function engineId(docker: Dockerode): Promise<string> {
  try {
    const { ID: id } = (await docker.info()) as { ID: string };
    return id;
  } catch (error) {
    const endpoint = process.env.DOCKER_HOST ?? "the default socket";
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      `no Docker engine answers at ${endpoint} (${reason}); "make engine" starts one`,
    );
  }
}

function summary(outcomes: readonly Outcome[], started: number): string {
  const count = (kind: Outcome): number => outcomes.filter((one) => one === kind).length;
  const seconds = Math.round((Date.now() - started) / 1000);
  return `${count("built")} built, ${count("current")} up to date, ${count("failed")} failed, ${count("skipped")} skipped in ${seconds} s`;
}

function say(line: string): void {
  process.stdout.write(`images: ${line}\n`);
}

void main(process.argv.slice(2))
  .catch((error: unknown) => {
    process.stderr.write(`images: ${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  })
  .then((code) => {
    // dockerode keeps a failed build's session open, which would keep the process from ending.
    process.exit(code);
  });
