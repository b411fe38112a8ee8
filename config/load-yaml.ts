import { type Document, isScalar, LineCounter, parseDocument, visit } from "yaml";
import { ConfigurationError, type Problem } from "./errors";
import { fileKeys, keyProblem } from "./load-keys";
import { namespace } from "./schema/path";
import { type RawConfiguration, type RawValue, rawValue } from "./schema/raw";
import { mapping } from "./schema/rules/loose";
import { suggestion } from "./schema/suggest";

/** A stack file, taken apart but not yet checked against the schema. */
export interface StackFile {
  readonly raw: RawConfiguration;
  /** What is wrong outside of the project's own keys. */
  readonly problems: readonly Problem[];
}

/**
 * Takes the text of `Pulumi.<stack>.yaml` apart as the Pulumi CLI would.
 * @throws {ConfigurationError} when it is not YAML at all
 */
export function readStackYaml(text: string, origin: string): StackFile {
  const content = toPlain(text, origin);
  if (content !== null && (typeof content !== "object" || Array.isArray(content))) {
    throw new ConfigurationError(origin, [
      { path: "", message: 'expected a mapping with "config"' },
    ]);
  }
  const file = mapping(content);
  const { config = null } = file;
  const misfit = config !== null && (typeof config !== "object" || Array.isArray(config));
  const entries = Object.entries(mapping(config));
  return {
    raw: new Map(entries.flatMap(([key, value]) => ownKey(key, value))),
    problems: [
      ...Object.keys(file)
        .filter((key) => !fileKeys.includes(key))
        .map((key) => ({ path: key, message: `unknown key; ${fileKeyHint(key)}` })),
      ...(misfit ? [{ path: "config", message: "expected a mapping of configuration keys" }] : []),
      ...entries.flatMap(([key]) => keyProblem(key)),
    ],
  };
}

function fileKeyHint(key: string): string {
  return key.startsWith(`${namespace}:`)
    ? 'settings stand below "config": move it there, indented as the others'
    : suggestion(key, fileKeys);
}

function toPlain(text: string, origin: string): unknown {
  try {
    const lines = new LineCounter();
    // Pretty messages quote the line, and the line may hold a secret.
    const document = parseDocument(text, {
      prettyErrors: false,
      logLevel: "error",
      lineCounter: lines,
    });
    const [error] = document.errors;
    if (error !== undefined) {
      const below = belowPulumis(text, lines.linePos(error.pos[0]).line);
      if (below !== undefined) throw unreadable(origin, below);
      const { line, col } = lines.linePos(error.pos[0]);
      const fault = error.code.toLowerCase().replaceAll("_", " ");
      throw unreadable(origin, `line ${line}, column ${col}: not valid YAML (${fault})`);
    }
    refuseOddities(document, origin);
    return document.toJS() as unknown;
  } catch (error) {
    throw error instanceof ConfigurationError ? error : unreadable(origin, "not readable as YAML");
  }
}

/**
 * What to say of lines that were added at the end of the file, below the one that the CLI writes there;
 * undefined when the mistake is another one.
 * @param fault The line of the parser's error, from 1.
 */
function belowPulumis(text: string, fault: number): string | undefined {
  const lines = text.split(/\r?\n/);
  const own = lines.findIndex((line) =>
    /^(?:encryptionsalt|encryptedkey|secretsprovider):/.test(line),
  );
  const next = lines.findIndex((line, index) => index > own && /^\s*[^\s#]/.test(line));
  // The parser blames the line of Pulumi or one of those below.
  if (own < 0 || fault <= own || !/^\s/.test(lines[next] ?? "")) return undefined;
  const key = (lines[own] ?? "").split(":", 1)[0] ?? "";
  return `line ${next + 1}: not valid YAML; "${key}" on line ${own + 1} is Pulumi's and stands at the end: move your lines above it`;
}

/**
 * A file without aliases shows every value where it counts, and cannot grow without bound. A key
 * that is no plain value would be turned into one, and match nothing.
 */
function refuseOddities(document: Document, origin: string): void {
  visit(document, {
    Alias: () => {
      throw unreadable(origin, "YAML aliases are not used here; write the value out");
    },
    Pair: (_key, { key }) => {
      if (!isScalar(key)) {
        throw unreadable(origin, "a mapping or list is used as a key; keys are plain texts");
      }
    },
  });
}

function unreadable(origin: string, message: string): ConfigurationError {
  return new ConfigurationError(origin, [{ path: "", message }]);
}

function ownKey(key: string, value: unknown): [string, RawValue][] {
  // The CLI reads a key without a namespace as one of the project's.
  const full = key.includes(":") ? key : `${namespace}:${key}`;
  return full.startsWith(`${namespace}:`)
    ? [[full.slice(namespace.length + 1), rawValue(value, holdsSecret(value))]]
    : [];
}

/** Whether the CLI would treat the value as a secret: it, or anything in it, is written as `secure: …`. */
function holdsSecret(value: unknown): boolean {
  if (typeof value !== "object" || value === null) {
    return false;
  }
  const entries = Object.entries(value);
  const [only] = entries;
  if (entries.length === 1 && only?.[0] === "secure" && typeof only[1] === "string") {
    return true;
  }
  return entries.some(([, item]) => holdsSecret(item));
}
