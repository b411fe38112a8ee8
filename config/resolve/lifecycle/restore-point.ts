import type { OneOffContainer } from "../../../spec/container";
import type {
  RestorableDatabase,
  RestorableVolume,
  RestorePointSpec,
} from "../../../spec/lifecycle";
import { physicalName } from "../../naming";
import { sealContainer } from "../container";
import type { ApplicationContext } from "../context";
import { secretsFolder } from "../environment";
import { pinImage } from "../images";
import { resolveSize } from "../limits";
import type { ProcessSources } from "../processes";
import { mountVolume, volume } from "../volumes";
import type { LifecycleDatabase } from "./index";

const component = "restore-point";

/** Where the volume of the restore points is mounted in the tools container. */
const folder = "/restore-points";

/** Longer than any database of a small organisation takes; a hanging one must not hold a release for ever. */
const timeoutSeconds = 3600;

/** What a restore point of an application holds, and the container that takes it. */
export function resolveRestorePoint(
  context: ApplicationContext,
  sources: ProcessSources,
  database: LifecycleDatabase | undefined,
): RestorePointSpec | undefined {
  const volumes = dataVolumes(context, sources);
  if (database === undefined && volumes.length === 0) return undefined;
  const { application, choices, defaults } = context;
  const kept = volume({ context, application, component, role: "restore-points" }, true);
  return {
    volume: kept,
    keep: choices.release?.restorePoints ?? defaults.release.restorePoints,
    tools: resolveTools(context, sources, [
      mountVolume(kept.name, folder, false),
      ...volumes.map((data) => mountVolume(data.volume, data.folder, false)),
      mountVolume(sources.files.volume, secretsFolder, true),
    ]),
    folder,
    database: database && restorable(context, database),
    volumes,
    timeoutSeconds,
  };
}

function dataVolumes(
  { blueprint }: ApplicationContext,
  { volumes }: ProcessSources,
): readonly RestorableVolume[] {
  return Object.entries(blueprint.volumes).flatMap(([name, need]) => {
    const source = volumes[name];
    if (need.holds !== "data" || source === undefined) return [];
    const excludes = need.backupExcludes ?? [];
    return [{ name, volume: source.name, folder: `/data/${name}`, excludes }];
  });
}

function restorable(
  { project, stack, application, blueprint }: ApplicationContext,
  { chosen, connection }: LifecycleDatabase,
): RestorableDatabase {
  const file = Object.entries(blueprint.secretFiles).find(
    ([, { holds }]) => holds === "database-password",
  );
  if (file === undefined) {
    throw new Error(
      `Blueprint "${blueprint.kind}" has a database and no file that holds "database-password", which restore points need.`,
    );
  }
  return {
    engine: chosen.name,
    version: chosen.version,
    container: physicalName({ project, stack, application, role: "database" }),
    connection,
    passwordFile: `${secretsFolder}/${file[0]}`,
  };
}

function resolveTools(
  context: ApplicationContext,
  { backend }: ProcessSources,
  mounts: OneOffContainer["mounts"],
): OneOffContainer {
  const { application, config } = context;
  const sealed = sealContainer(
    context,
    {
      resource: `${application}-${component}`,
      name: undefined,
      image: pinImage(context, config.images.backup, ["images", "backup"]),
      entrypoint: undefined,
      command: [],
      environment: ["TZ=UTC"],
      // Files belong to any user, and have to keep theirs.
      user: "0:0",
      mounts,
      tmpfs: { "/tmp": "size=64m,mode=1777" },
      networks: [{ network: backend.name, aliases: [] }],
      ports: [],
      healthCheck: undefined,
      ...resolveSize(context, "task", undefined, { memory: 0, reason: "" }, []),
      readOnlyRoot: true,
      stopGraceSeconds: 0,
      stopSignal: undefined,
    },
    { application, component, files: [] },
  );
  const { image, entrypoint, command, environment, user, tmpfs, networks } = sealed;
  const { limits, readOnlyRoot, labels } = sealed;
  return {
    ...{ image, entrypoint, command, environment, user, mounts, tmpfs, networks },
    ...{ limits, readOnlyRoot, labels },
    // Without the last, the group bit of folders that hand on their group would be dropped.
    capabilities: ["CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID"],
  };
}
