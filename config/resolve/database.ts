import type { ContainerSpec, MountSpec } from "../../spec/container";
import type { DatabaseConnection, DatabaseSpec, NetworkSpec } from "../../spec/deployment";
import type { FilesVolumeSpec } from "../../spec/files";
import { logicalName, physicalName } from "../naming";
import type { ApplicationContext } from "./context";
import { sealContainer } from "./container";
import type { ChosenEngine } from "./database-choice";
import type { EngineInput } from "./engines/types";
import { secretsFolder } from "./environment";
import { resolveSize } from "./limits";
import { serviceSecrets } from "../secret-keys";
import { filesVolume, mountVolume, volume } from "./volumes";

const component = "database";
const configurationFolder = "/etc/palier/database";

/** How the application reaches its database, whose host name is valid on the internal network only. */
export function databaseConnection(
  application: string,
  { engine }: ChosenEngine,
): DatabaseConnection {
  // Identifiers with dashes would need quotes in every statement that a person types.
  const plain = application.replaceAll("-", "_");
  const name = engine.reserved(plain) ? `${plain}_application` : plain;
  return {
    host: logicalName(application, component),
    port: engine.port,
    name,
    user: name,
    passwordSecret: serviceSecrets.database,
  };
}

/** The database server of an application. */
export function resolveDatabase(
  context: ApplicationContext,
  chosen: ChosenEngine,
  connection: DatabaseConnection,
  network: NetworkSpec,
): DatabaseSpec {
  const { application, choices } = context;
  const { engine } = chosen;
  const size = resolveSize(
    context,
    "database",
    choices.database?.limits,
    { memory: engine.minimumMemory, reason: `a ${chosen.name} server` },
    ["applications", application, "database", "limits"],
  );
  const input: EngineInput = {
    version: chosen.version,
    memory: size.limits.memory,
    connection,
    passwordFiles: {
      superuser: `${secretsFolder}/${serviceSecrets.superuser}`,
      application: `${secretsFolder}/${serviceSecrets.database}`,
    },
    configurationFolder,
  };
  const data = volume({ context, application, component, role: "database-data" }, true);
  const files = databaseFiles(context, chosen, input);
  const mounts = [
    mountVolume(data.name, engine.dataFolder(chosen.version), false),
    ...files.map(({ target, spec }) => mountVolume(spec.volume, target, true)),
  ];
  const specs = files.map(({ spec }) => spec);
  return {
    resource: logicalName(application, component),
    engine: chosen.name,
    version: chosen.version,
    volume: data,
    files: specs,
    container: databaseContainer(context, chosen, input, { mounts, size, files: specs, network }),
    connection,
  };
}

interface MountedFiles {
  readonly target: string;
  readonly spec: FilesVolumeSpec;
}

function databaseFiles(
  context: ApplicationContext,
  { engine, image }: ChosenEngine,
  input: EngineInput,
): readonly MountedFiles[] {
  const { application } = context;
  const place = (role: string) => ({ context, application, component, role });
  const passwords = [serviceSecrets.database, serviceSecrets.superuser].map((secret) => ({
    path: secret,
    mode: "0400",
    content: { from: "secret", secret } as const,
  }));
  return [
    {
      target: configurationFolder,
      spec: filesVolume(
        place("database-configuration"),
        engine.user,
        image,
        engine.configurationFiles(input),
      ),
    },
    {
      target: engine.initFolder,
      spec: filesVolume(place("database-init"), engine.user, image, engine.initFiles(input)),
    },
    {
      target: secretsFolder,
      spec: filesVolume(place("database-secrets"), engine.user, image, passwords),
    },
  ];
}

function databaseContainer(
  context: ApplicationContext,
  { name, version, engine, image }: ChosenEngine,
  input: EngineInput,
  parts: {
    readonly mounts: readonly MountSpec[];
    readonly size: ReturnType<typeof resolveSize>;
    readonly files: readonly FilesVolumeSpec[];
    readonly network: NetworkSpec;
  },
): ContainerSpec {
  const { project, stack, application } = context;
  const role = component;
  return sealContainer(
    context,
    {
      resource: logicalName(application, role),
      name: physicalName({ project, stack, application, role }),
      image,
      entrypoint: undefined,
      command: engine.command(input),
      environment: engine.environment(input),
      user: `${engine.user.uid}:${engine.user.gid}`,
      mounts: parts.mounts,
      tmpfs: engine.tmpfs(input.memory),
      networks: [{ network: parts.network.name, aliases: [logicalName(application, role)] }],
      ports: [],
      healthCheck: engine.healthCheck,
      ...parts.size,
      readOnlyRoot: true,
      stopGraceSeconds: engine.stopGraceSeconds,
      stopSignal: engine.stopSignal,
    },
    { application, component, database: `${name} ${version}`, files: parts.files },
  );
}
