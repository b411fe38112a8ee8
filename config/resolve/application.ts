import type { ApplicationSpec, NetworkSpec, ReleaseSpec, VolumeSpec } from "../../spec/deployment";
import { cacheConnection, resolveCache } from "./cache";
import type { ApplicationContext } from "./context";
import { databaseConnection, resolveDatabase } from "./database";
import { withConfigurationFiles } from "./configuration-files";
import { chooseEngine } from "./database-choice";
import { buildEnvironment } from "./environment";
import { pinImage } from "./images";
import { resolveLifecycle } from "./lifecycle";
import { canonicalCpus } from "./limits";
import { defaultWeb, type ProcessSources, resolveProcesses, resolveTasks } from "./processes";
import { resolveSecretFiles, resolveSecrets } from "./secrets";
import { resolveSettings } from "./settings";
import { filesVolume, network, volume } from "./volumes";

/** What the stack gives to each of its applications. */
export interface StackParts {
  readonly edge: NetworkSpec;
  /** Image through which files are written; the proxy's, because it changes least. */
  readonly helperImage: string;
}

/** Everything to deploy for one application. */
export function resolveApplication(
  context: ApplicationContext,
  parts: StackParts,
): ApplicationSpec {
  const { application, blueprint, choices } = context;
  const backend = network({ context, application, component: "network", role: "backend" }, true);
  const chosen = chooseEngine(context);
  const connection = chosen && databaseConnection(application, chosen);
  const database = chosen && connection && { ...connection, engine: chosen.name };
  const image = pinImage(context, choices.image, ["applications", application, "image"]);
  const release: ReleaseSpec = { image, reference: choices.image, version: choices.version };
  const secrets = resolveSecrets(context);
  const cache = blueprint.cache && cacheConnection(application);
  const secretFiles = filesVolume(
    { context, application, component: "secrets", role: "secrets" },
    blueprint.user,
    parts.helperImage,
    resolveSecretFiles(context, secrets, { database, cache }),
  );
  const volumes = resolveVolumes(context);
  const origin = originOf(context, choices.host);
  const settings = resolveSettings(context);
  const environment = buildEnvironment(context, {
    origin,
    origins: [choices.host, ...choices.aliases].map((host) => originOf(context, host)),
    release,
    database,
    cache,
    settings,
    files: secretFiles,
    bodyMegabytes: choices.bodyMegabytes ?? context.defaults.bodyMegabytes,
    webCpus: webCpus(context),
  });
  const files = withConfigurationFiles(context, secretFiles, environment);
  const sources: ProcessSources = { image, environment, files, volumes, backend, edge: parts.edge };
  const chosenDatabase = chosen && connection && { chosen, connection };
  const lifecycle = resolveLifecycle(context, sources, chosenDatabase);
  const restorePointVolumes = lifecycle.restorePoint ? [lifecycle.restorePoint.volume] : [];
  return {
    name: application,
    blueprint: blueprint.kind,
    host: choices.host,
    url: `${origin}/`,
    release,
    network: backend,
    database: chosen && connection && resolveDatabase(context, chosen, connection, backend),
    cache: cache && resolveCache(context, backend),
    volumes: [...Object.values(volumes), ...restorePointVolumes],
    secrets,
    files,
    processes: resolveProcesses(context, sources),
    tasks: resolveTasks(context, sources),
    lifecycle,
    health: blueprint.health,
    administrator: administratorOf(context, settings),
  };
}

function administratorOf(
  { blueprint }: ApplicationContext,
  settings: Readonly<Record<string, string>>,
): ApplicationSpec["administrator"] {
  const { administrator } = blueprint;
  return (
    administrator && {
      login: settings[administrator.setting] ?? "",
      secret: administrator.secret,
    }
  );
}

/** Address that browsers use for a host of the stack. */
function originOf({ config }: ApplicationContext, host: string): string {
  const { httpsPort } = config.proxy;
  return httpsPort === 443 ? `https://${host}` : `https://${host}:${httpsPort}`;
}

function resolveVolumes(context: ApplicationContext): Readonly<Record<string, VolumeSpec>> {
  const { application, blueprint } = context;
  return Object.fromEntries(
    Object.entries(blueprint.volumes).map(([name, need]) => [
      name,
      volume({ context, application, component: "volume", role: name }, need.holds === "data"),
    ]),
  );
}

function webCpus({ blueprint, choices, defaults }: ApplicationContext): string {
  const { name } = defaultWeb(blueprint);
  return canonicalCpus(choices.processes[name]?.limits?.cpus ?? defaults.limits.web.cpus);
}
