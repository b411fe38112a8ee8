import { Archive, Asset, type Properties, type PropertyValue, UNKNOWN } from "./values";
import { formatPath } from "./paths";
import type { PropertyPath } from "./resource";
import { type SecretMark, effectiveMarks } from "./secrets";

// Markers from the engine's sdk/go/common/resource/sig/sig.go.
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const RESOURCE_REFERENCE = "5cf8f73096256a8f31e491e813e4eb8e";
const OUTPUT_VALUE = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
const ASSET = "c44067f5952c0a294b673a41bacd8c17";
const ARCHIVE = "0def7320c3a5731c473e5ecbe6d01bc7";

// One text per type of value that is not known, from sdk/go/common/resource/plugin/rpc.go.
const UNKNOWN_TEXT = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const UNKNOWNS: ReadonlySet<string> = new Set([
  UNKNOWN_TEXT,
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

// Notes of bridged plugins and of the SDK, which may stand in a state that those wrote. Below the top
// a key may belong to the user (an environment variable), so only the one note that nests counts. At
// the top it tells a plugin which of the old inputs it had made itself, so it stays.
function isBookkeeping(path: PropertyPath, key: string): boolean {
  if (key === DEFAULTS) return path.length > 0;
  return path.length === 0 && key.startsWith("__");
}

/** Top-level note of the inputs that a plugin made up, such as a generated name. Never a difference. */
export const DEFAULTS = "__defaults";

/** A value as it travels inside a protobuf Struct. */
export type WireValue =
  null | boolean | number | string | WireValue[] | { [key: string]: WireValue };

/** Properties as they travel. */
export type WireObject = Record<string, WireValue>;

/** Properties as handlers see them, and where secrets were. */
export interface Unmarshalled {
  readonly properties: Properties;
  readonly secrets: readonly SecretMark[];
}

/**
 * Turns what the engine sent into plain data. Properties that are null count as absent.
 * @throws Error on a value that plugins do not take (a resource reference), with its path.
 */
export function fromWire(wire: WireObject): Unmarshalled {
  const secrets: SecretMark[] = [];
  return { properties: readMap(wire, [], secrets), secrets };
}

/**
 * Turns plain data into what the engine reads.
 * @param secrets Marks from what the engine sent; they are put back where the same values stand.
 * @param secretKeys Top-level properties that are secret in any case.
 */
export function toWire(
  properties: Properties,
  secrets: readonly SecretMark[] = [],
  secretKeys: readonly string[] = [],
): WireObject {
  const marked = effectiveMarks(properties, secrets);
  for (const key of secretKeys) marked.add(formatPath([key]));
  return writeMap(properties, [], marked);
}

function readMap(wire: WireObject, path: PropertyPath, secrets: SecretMark[]): Properties {
  const properties: Properties = {};
  for (const [key, value] of Object.entries(wire)) {
    if (value !== null && !isBookkeeping(path, key)) {
      const inner = readValue(value, [...path, key], secrets);
      if (inner !== null) properties[key] = inner;
    }
  }
  return properties;
}

function readValue(wire: WireValue, path: PropertyPath, secrets: SecretMark[]): PropertyValue {
  if (typeof wire === "string") return UNKNOWNS.has(wire) ? UNKNOWN : wire;
  if (Array.isArray(wire))
    return wire.map((item, index) => readValue(item, [...path, index], secrets));
  if (typeof wire !== "object" || wire === null) return wire;
  return SIGNATURE in wire ? readSpecial(wire, path, secrets) : readMap(wire, path, secrets);
}

function readSpecial(wire: WireObject, path: PropertyPath, secrets: SecretMark[]): PropertyValue {
  switch (text(wire[SIGNATURE])) {
    case SECRET: {
      const value = readValue(wire.value ?? null, path, secrets);
      secrets.push({ path, value });
      return value;
    }
    case OUTPUT_VALUE: {
      const value = "value" in wire ? readValue(wire.value ?? null, path, secrets) : UNKNOWN;
      if (wire.secret === true) secrets.push({ path, value });
      return value;
    }
    case ASSET:
      return new Asset(assetSource(wire), text(wire.hash));
    case ARCHIVE:
      return new Archive(archiveSource(wire, path), text(wire.hash));
    case RESOURCE_REFERENCE:
      throw new Error(
        `${formatPath(path)} is a resource; pass one of its outputs, for example its id`,
      );
    default:
      throw new Error(`${formatPath(path)} has a kind of value that this plugin does not know`);
  }
}

function assetSource(wire: WireObject): Asset["source"] {
  if (wire.path) return { path: text(wire.path) };
  if (wire.uri) return { uri: text(wire.uri) };
  return "text" in wire ? { text: text(wire.text) } : { elided: true };
}

function archiveSource(wire: WireObject, path: PropertyPath): Archive["source"] {
  if (wire.path) return { path: text(wire.path) };
  if (wire.uri) return { uri: text(wire.uri) };
  if (!wire.assets) return { elided: true };
  const assets: Record<string, Asset | Archive> = {};
  for (const [name, inner] of Object.entries(wire.assets as WireObject)) {
    const asset = readValue(inner, [...path, name], []);
    if (asset instanceof Asset || asset instanceof Archive) assets[name] = asset;
    else
      throw new Error(
        `${formatPath([...path, name])} is in an archive and must be an asset or an archive`,
      );
  }
  return { assets };
}

function text(wire: WireValue | undefined): string {
  return typeof wire === "string" ? wire : "";
}

function writeMap(
  properties: Properties,
  path: PropertyPath,
  marked: ReadonlySet<string>,
): WireObject {
  return Object.fromEntries(
    Object.entries(properties).map(([key, value]) => [
      key,
      writeValue(value, [...path, key], marked),
    ]),
  );
}

function writeValue(
  value: PropertyValue,
  path: PropertyPath,
  marked: ReadonlySet<string>,
): WireValue {
  if (marked.has(formatPath(path)))
    return { [SIGNATURE]: SECRET, value: writeValue(value, path, new Set()) };
  if (value === UNKNOWN) return UNKNOWN_TEXT;
  if (value instanceof Asset) {
    return {
      [SIGNATURE]: ASSET,
      hash: value.hash,
      ...("elided" in value.source ? {} : value.source),
    };
  }
  if (value instanceof Archive) return writeArchive(value);
  if (Array.isArray(value))
    return value.map((item, index) => writeValue(item, [...path, index], marked));
  if (typeof value === "object" && value !== null) return writeMap(value, path, marked);
  return value;
}

function writeArchive(archive: Archive): WireValue {
  const head = { [SIGNATURE]: ARCHIVE, hash: archive.hash };
  if ("elided" in archive.source) return head;
  if (!("assets" in archive.source)) return { ...head, ...archive.source };
  return { ...head, assets: writeMap({ ...archive.source.assets }, [], new Set()) };
}
