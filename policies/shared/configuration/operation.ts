import { remembered } from "../remembered";
import { each, known, unknownIn } from "../unknown";
import { type Configuration, edgeComponent } from "./configuration";

type Fields = Readonly<Record<string, unknown>>;

/** What of `@pulumi/command` carries files. */
interface CommandInputs {
  readonly create?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly stdin?: string;
}

/** Operations of the release that write files; others are handed some that they only read. */
const writers = /\brelease\/main\.ts (?:fill-volume|configure-proxy)$/;

/** The configurations that a command writes: those in the input of an operation, empty for every other command. */
export function configurationsOfCommand(inputs: CommandInputs): readonly Configuration[] {
  if (!writers.test(inputs.create ?? "")) return [];
  const unknown = unknownIn(() => inputs.stdin);
  const shown = known(() => inputs.environment?.PALIER_FILES, undefined);
  if (unknown === undefined || shown === undefined) return operationFiles(inputs.stdin ?? "");
  const component = inputs.environment?.PALIER_COMPONENT;
  return [unknownConfiguration(component, shown.split("\n"), unknown)];
}

/** One of which a preview knows what is beside the input: the rest throws when it is read. */
function unknownConfiguration(
  component: string | undefined,
  paths: readonly string[],
  reason: Error,
): Configuration {
  const unknown = (): never => {
    throw reason;
  };
  return {
    component,
    isEdge: component === edgeComponent,
    get labels() {
      return unknown();
    },
    eachFile: (visit) => {
      each(paths, (path) => {
        visit({
          path,
          get text() {
            return unknown();
          },
        });
      });
    },
  };
}

/**
 * The files in the input of an operation (`components/shared/operation.ts`), which comes as one JSON text:
 * those that fill a volume, or those of both places of the proxy's configuration, of which only the engine
 * knows which one is in use.
 */
const operationFiles = remembered((input: string): readonly Configuration[] => {
  const { files, labels, container, slots } = parse(input);
  if (Array.isArray(files)) {
    const entries = files.map(fields).map(({ path, content }) => [path, content] as const);
    return [configuration(entries, texts(labels))];
  }
  const owner = { "palier.component": edgeComponent, ...texts(fields(container).labels) };
  return Object.values(fields(slots)).map((slot) =>
    configuration(Object.entries(fields(slot)), owner),
  );
});

function configuration(
  entries: readonly (readonly [path: unknown, text: unknown])[],
  labels: Readonly<Record<string, string>>,
): Configuration {
  const component = labels["palier.component"];
  const files = entries.flatMap(([path, text]) =>
    typeof path === "string" && typeof text === "string" ? [{ path, text }] : [],
  );
  return {
    component,
    isEdge: component === edgeComponent,
    labels,
    eachFile: (visit) => {
      files.forEach(visit);
    },
  };
}

function parse(input: string): Fields {
  try {
    return fields(JSON.parse(input));
  } catch {
    // Commands of other programs may take anything.
    return {};
  }
}

function fields(value: unknown): Fields {
  return typeof value === "object" && value !== null ? (value as Fields) : {};
}

function texts(value: unknown): Readonly<Record<string, string>> {
  const entries = Object.entries(fields(value));
  return Object.fromEntries(
    entries.filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}
