/**
 * Stands for a value that is not known yet: an input of a preview that another resource will only
 * produce during `up`. A symbol, so that no handler can mistake it for text.
 */
export const UNKNOWN: unique symbol = Symbol("unknown");

/** The engine leaves contents out where a hash is enough (diff, refresh, delete). */
export interface Elided {
  readonly elided: true;
}

/** A single file that travels as a property: its text, a path or an address. */
export class Asset {
  /**
   * @param source Where the content is: `text`, `path` (a file), `uri`, or left out by the engine.
   * @param hash SHA-256 of the content in hexadecimal; the engine compares assets by it.
   */
  constructor(
    readonly source:
      { readonly text: string } | { readonly path: string } | { readonly uri: string } | Elided,
    readonly hash = "",
  ) {}
}

/** Several files that travel as one property: named assets, a path (folder, tar or zip) or an address. */
export class Archive {
  /**
   * @param source Where the content is: `assets` by name, `path`, `uri`, or left out by the engine.
   * @param hash SHA-256 in hexadecimal as the engine computes it; empty when it is not known.
   */
  constructor(
    readonly source:
      | { readonly assets: Readonly<Record<string, Asset | Archive>> }
      | { readonly path: string }
      | { readonly uri: string }
      | Elided,
    readonly hash = "",
  ) {}
}

/**
 * A property after unmarshalling: plain data, without the markers of secrets (handlers never see
 * those; the server puts them back on what a handler returns).
 */
export type PropertyValue =
  | null
  | boolean
  | number
  | string
  | typeof UNKNOWN
  | Asset
  | Archive
  | PropertyValue[]
  | { [key: string]: PropertyValue };

/** The inputs or the outputs of one resource, by property name. A property without a value is absent. */
export type Properties = Record<string, PropertyValue>;

/** Tells whether a value is a plain map, as against an array, an asset, an archive or null. */
export function isMap(value: PropertyValue | undefined): value is Record<string, PropertyValue> {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Asset) &&
    !(value instanceof Archive)
  );
}

/** Tells whether a value is unknown or holds an unknown anywhere inside. */
export function hasUnknown(value: PropertyValue | undefined): boolean {
  if (value === UNKNOWN) return true;
  if (Array.isArray(value)) return value.some(hasUnknown);
  if (value instanceof Archive) return false;
  return isMap(value) && Object.values(value).some(hasUnknown);
}
