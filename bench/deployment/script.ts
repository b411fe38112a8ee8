import { join } from "node:path";

import { root } from "../shared/paths";
import { output, timed } from "../shared/process";
import type { Captured } from "./capture";
import { removeLabelled } from "./engine";

/** Label of everything that the script makes. */
const label = "palier.bench=script";

/** Milliseconds of the hand-written script, until every container is healthy. */
export function runScript({ folder, images, webAlias }: Captured): Promise<number> {
  const variables = {
    FILES: folder,
    WEB_ALIAS: webAlias,
    IMAGE_POSTGRES: images.database,
    IMAGE_REDIS: images.cache,
    IMAGE_NGINX: images.proxy,
    IMAGE_APPLICATION: images["web-1"],
  };
  const env = { ...process.env, ...variables };
  return timed(join(root, "bench", "docker-run.sh"), [], { env });
}

/** Removes everything that the script made. */
export async function removeScriptStack(): Promise<void> {
  await removeLabelled([label]);
}

/** What an HTTPS client gets from a deployment: its readiness, through the proxy. */
export async function answersReady(): Promise<void> {
  await output("curl", [
    ...["--silent", "--show-error", "--fail", "--insecure", "--max-time", "20"],
    ...[
      "--resolve",
      "bench.localhost:18443:127.0.0.1",
      "https://bench.localhost:18443/api/health/ready",
    ],
  ]);
}
