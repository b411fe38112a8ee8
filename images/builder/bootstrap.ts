import type Dockerode from "dockerode";
import { spawn, spawnSync } from "node:child_process";
import path from "node:path";
import { renderSources } from "./apt-sources";
import { readBuild } from "./build-stream";
import { readHostApt } from "./host-apt";
import type { BuildLog } from "./log";

const release = "bookworm";

/** Everything that shapes the distribution's root file system besides the files of its folder. */
export interface BootstrapPlan {
  /** Package sources, one per line; empty lets mmdebstrap use Debian's own. */
  readonly sources: string;
  /** Arguments of mmdebstrap up to the suite. */
  readonly options: readonly string[];
}

/** Plans the root file system from what the host's apt says. */
export function planBootstrap(): BootstrapPlan {
  const host = readHostApt(release);
  const sources = renderSources(host.sources);
  const aptOptions = [
    'APT::Install-Recommends "false";',
    'Acquire::Languages "none";',
    ...host.options,
  ];
  return {
    sources,
    options: [
      "--variant=apt",
      "--format=tar",
      // Archives over TLS are read by apt inside the images, which then needs the authorities.
      ...(sources.includes("https:") ? ["--include=ca-certificates"] : []),
      ...aptOptions.map((option) => `--aptopt=${option}`),
      "--dpkgopt=force-unsafe-io",
    ],
  };
}

/**
 * Makes Debian's root file system with mmdebstrap and imports it under `name` with `labels`.
 * The tag is set only after mmdebstrap has succeeded, so a broken import never carries it.
 */
export async function bootstrap(
  docker: Dockerode,
  name: string,
  folder: string,
  plan: BootstrapPlan,
  labels: Readonly<Record<string, string>>,
  log: BuildLog,
): Promise<void> {
  ensureMmdebstrap();
  const hook = `--customize-hook=${path.join(folder, "slim.sh")}`;
  const fromHost = plan.sources !== "";
  const source = fromHost ? [release, "-", "-"] : [release, "-"];
  const child = spawn("mmdebstrap", [...plan.options, hook, ...source], {
    stdio: ["pipe", "pipe", "pipe"],
  });
  const ended = new Promise<number>((resolve, reject) => {
    child.once("error", (error) => {
      reject(
        new Error(`mmdebstrap does not start (${error.message}); install the package mmdebstrap`),
      );
    });
    child.once("close", (code) => {
      resolve(code ?? 1);
    });
  });
  // An early failure is reported below; without a handler it would end the process first.
  ended.catch(() => undefined);
  child.stdin.on("error", () => undefined).end(plan.sources);
  child.stderr.on("data", (data: Buffer) => {
    log.write(data.toString());
  });

  const id = await importRootFilesystem(docker, child.stdout, labels, log);
  const code = await ended;
  if (code !== 0) {
    await docker
      .getImage(id)
      .remove()
      .catch(() => undefined);
    throw new Error(`mmdebstrap ended with status ${code}`);
  }
  const [repo = name, tag = "latest"] = name.split(":");
  await docker.getImage(id).tag({ repo, tag });
}

function ensureMmdebstrap(): void {
  const script = path.join(__dirname, "..", "host", "mmdebstrap.sh");
  const { status } = spawnSync(script, { stdio: ["ignore", "inherit", "inherit"] });
  if (status !== 0)
    throw new Error("the base image needs mmdebstrap; the line above says what to do");
}

async function importRootFilesystem(
  docker: Dockerode,
  archive: NodeJS.ReadableStream,
  labels: Readonly<Record<string, string>>,
  log: BuildLog,
): Promise<string> {
  const changes = Object.entries(labels).map(
    ([key, value]) => `LABEL ${key}=${JSON.stringify(value)}`,
  );
  const answer = await docker.importImage(archive, { changes: [...changes, 'CMD ["bash"]'] });
  let id = "";
  for await (const event of readBuild(answer)) {
    event.log.forEach((line) => {
      log.write(`${line}\n`);
    });
    if (event.error !== undefined) throw new Error(event.error);
    id = /sha256:[0-9a-f]{64}/.exec(event.log.join("\n"))?.[0] ?? id;
  }
  if (id === "") throw new Error("the engine imported the root file system without naming its ID");
  return id;
}
