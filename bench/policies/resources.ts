import { type EngineStub, startEngineStub } from "../start/engine-stub";
import { runProgram } from "../start/program";

/** A resource as the engine shows it to policies. */
export interface Judged {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** Marks of the SDK for values that are more than plain data. */
const signature = "4dabf18193072939515e22adb298388d";
const outputSignature = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";
const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** What the prod stack declares, again and again until there are as many resources as asked for. */
export async function resourcesOfProd(count: number): Promise<readonly Judged[]> {
  const engine: EngineStub = await startEngineStub();
  try {
    const { declared } = await runProgram(engine);
    const own = declared
      .filter((request) => request.getCustom())
      .map((request) => ({
        type: request.getType(),
        name: request.getName(),
        inputs: shown(request.getObject()?.toJavaScript() ?? {}) as Judged["inputs"],
      }));
    return Array.from({ length: count }, (_, index): Judged => {
      const original = own[index % own.length];
      if (original === undefined) throw new Error("the program declared nothing");
      return { ...original, name: `${original.name}-${index}` };
    });
  } finally {
    engine.close();
  }
}

/** Values as policies get them: secrets in clear, and the mark of the unknown for what a preview does not know. */
function shown(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shown);
  if (typeof value !== "object" || value === null) return value;
  const known = value as Readonly<Record<string, unknown>>;
  if (known[signature] === outputSignature) return "value" in known ? shown(known.value) : unknown;
  if (known[signature] === secretSignature) return shown(known.value);
  return Object.fromEntries(Object.entries(known).map(([key, part]) => [key, shown(part)]));
}
