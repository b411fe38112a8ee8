/** One top-level value of the namespace. */
export interface RawValue {
  /** Undefined when `encrypted`: a secret is never looked at. */
  readonly value: unknown;
  readonly encrypted: boolean;
}

/** A stack's configuration by key, the namespace taken off. A map, because keys are foreign text. */
export type RawConfiguration = ReadonlyMap<string, RawValue>;

/** Makes a raw value, the engine's JSON spelling of structured values taken apart. */
export function rawValue(value: unknown, encrypted: boolean): RawValue {
  return { value: encrypted ? undefined : structured(value), encrypted };
}

/** The engine hands structured values over as JSON, and `pulumi config set` without --path stores them so. */
function structured(value: unknown): unknown {
  if (typeof value !== "string" || !/^\s*[[{]/.test(value)) {
    return value;
  }
  try {
    return JSON.parse(value) as unknown;
  } catch {
    // Not JSON: the schema says what it should have been.
    return value;
  }
}
