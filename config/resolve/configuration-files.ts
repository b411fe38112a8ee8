import type { FileSpec, FilesVolumeSpec } from "../../spec/files";
import type { ApplicationContext } from "./context";

/** Where they are, below the folder of the secret files. */
const folder = "configuration";

/**
 * Adds the files of applications that read their configuration from a file: texts of the blueprint in
 * which `{{NAME}}` stands for the environment variable of that name. They name secret files and hold
 * no secret.
 * @param environment `NAME=value`, as every process gets it.
 */
export function withConfigurationFiles(
  context: ApplicationContext,
  volume: FilesVolumeSpec,
  environment: readonly string[],
): FilesVolumeSpec {
  return { ...volume, files: [...volume.files, ...configurationFiles(context, environment)] };
}

function configurationFiles(
  { blueprint }: ApplicationContext,
  environment: readonly string[],
): FileSpec[] {
  const values = new Map(
    environment.map((line) => {
      const [name = "", ...value] = line.split("=");
      return [name, value.join("=")];
    }),
  );
  return Object.entries(blueprint.configurationFiles ?? {}).map(([path, text]) => ({
    path: `${folder}/${path}`,
    content: { from: "text", text: fill(text, values, `${blueprint.kind}: ${path}`) },
    mode: "0400",
  }));
}

/** A blueprint that names a variable which it does not declare is a mistake in the program. */
function fill(text: string, values: ReadonlyMap<string, string>, where: string): string {
  return text.replaceAll(/\{\{([A-Z0-9_]+)\}\}/g, (_, name: string) => {
    const value = values.get(name);
    if (value === undefined)
      throw new Error(`Blueprint ${where} names the unknown variable ${name}.`);
    return value;
  });
}
