/** Values as the engine puts them on the wire; written apart from the plugins' own code on purpose. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

/** What the engine sends for text that is not known in a preview. */
export const UNKNOWN_TEXT = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Plain data as it travels. */
export type Wire = null | boolean | number | string | Wire[] | { [key: string]: Wire };
/** Properties as they travel. */
export type WireProperties = Record<string, Wire>;

/** Wraps a value as the engine marks secrets. */
export function secret(value: Wire): Wire {
  return { [SIGNATURE]: SECRET, value };
}

/** A text asset as the engine sends it. */
export function textAsset(text: string, hash: string): Wire {
  return { [SIGNATURE]: "c44067f5952c0a294b673a41bacd8c17", text, hash };
}

/** Tells whether a value carries the mark of a secret. */
export function isSecret(value: Wire | undefined): boolean {
  return isObject(value) && value[SIGNATURE] === SECRET;
}

/** The value without any marks of secrets, at any depth. */
export function plain(value: Wire | undefined): Wire {
  if (value === undefined) return null;
  if (Array.isArray(value)) return value.map(plain);
  if (!isObject(value)) return value;
  if (isSecret(value)) return plain(value.value);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
}

/** All properties without the marks of secrets. */
export function plainProperties(properties: WireProperties): WireProperties {
  return Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, plain(value)]));
}

function isObject(value: Wire | undefined): value is Record<string, Wire> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
