import { basename, dirname } from "node:path";

import type Dockerode from "dockerode";

import type { OneOffContainer } from "../../spec/container";
import type { DatabaseSpec } from "../../spec/deployment";
import { fileText } from "../../spec/file-text";
import type { RestorePointSpec } from "../../spec/lifecycle";
import { withVolume } from "../engine/archive";
import { createOptions } from "../engine/create-options";
import { waitHealthy } from "../engine/service";
import { OperationFailure, statusOf } from "../failure";
import { type DrillLayout, serverContainer, serverCopyOf } from "./layout";
import { drillSecrets } from "./secrets";

const second = 1_000_000_000;

/** Makes a volume for the drill. One of its name that is not the drill's would be overwritten. */
export async function makeVolume(
  docker: Dockerode,
  name: string,
  { labels }: DrillLayout,
): Promise<void> {
  try {
    await docker.getVolume(name).inspect();
  } catch (error) {
    if (statusOf(error) !== 404) throw error;
    await docker.createVolume({ Name: name, Labels: { ...labels } });
    return;
  }
  throw new OperationFailure(
    `The volume ${name} is in the way of a restore drill and was not made by one: remove it.`,
  );
}

/** Makes the drill's network, which has no way out, and the volumes into which files are put back. */
export async function makePlace(
  docker: Dockerode,
  { tools, volume }: RestorePointSpec,
  layout: DrillLayout,
): Promise<void> {
  await docker.createNetwork({
    Name: layout.network,
    Internal: true,
    Labels: { ...layout.labels },
  });
  for (const { source } of tools.mounts) {
    if (source !== volume.name) await makeVolume(docker, source, layout);
  }
}

/**
 * Starts the throwaway server and waits until it can be used. Its passwords are in files of its own
 * volumes, as the application's are.
 * @param image Of the server that runs.
 * @param restoring See `restoringSpec`: gets the application's password.
 * @throws OperationFailure with the server's last lines when it does not become healthy.
 */
export async function startServer(
  docker: Dockerode,
  database: DatabaseSpec,
  image: string,
  restoring: RestorePointSpec,
  layout: DrillLayout,
  signal: AbortSignal,
): Promise<void> {
  const server = serverContainer(database, image, layout);
  const secrets = drillSecrets(database);
  for (const { source } of server.mounts) await makeVolume(docker, source, layout);
  for (const mount of database.container.mounts) {
    const declared = database.files.find(({ volume }) => volume === mount.source);
    if (declared === undefined) continue;
    const files = declared.files.map(({ path, mode, content }) => ({
      path,
      mode,
      content: fileText(content, (name) => secrets.get(name) ?? ""),
    }));
    await withVolume(docker, serverCopyOf(layout, mount), server.image, layout.labels, (volume) =>
      volume.write(files, declared),
    );
  }
  await handPassword(docker, restoring, secrets.get(database.connection.passwordSecret), layout);
  const container = await docker.createContainer(serverOptions(database, server, layout));
  await container.start();
  await waitHealthy(container, signal);
}

async function handPassword(
  docker: Dockerode,
  { database, tools }: RestorePointSpec,
  password: string | undefined,
  { labels }: DrillLayout,
): Promise<void> {
  const file = database?.passwordFile ?? "";
  const mount = tools.mounts.find(({ target }) => target === dirname(file));
  if (mount === undefined || password === undefined) {
    throw new Error("the tools have no place for the password of a database");
  }
  await withVolume(docker, mount.source, tools.image, labels, (volume) =>
    volume.write([{ path: basename(file), content: password, mode: "0400" }], { uid: 0, gid: 0 }),
  );
}

function serverOptions(
  { container }: DatabaseSpec,
  server: OneOffContainer,
  layout: DrillLayout,
): Dockerode.ContainerCreateOptions {
  const options = createOptions(server);
  return {
    ...options,
    name: layout.server,
    // The engine's own probes are of no use to a server that lives for minutes; it is asked from here.
    Healthcheck: container.healthCheck && {
      Test: ["CMD", ...container.healthCheck.command],
      Interval: 30 * second,
      Timeout: 5 * second,
      Retries: container.healthCheck.retries,
      StartPeriod: 120 * second,
    },
    HostConfig: {
      ...options.HostConfig,
      CpuShares: server.limits.cpuShares,
      NanoCpus: Math.round(Number(container.cpus) * second),
    },
  };
}
