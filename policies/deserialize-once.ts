import { createRequire } from "node:module";

type Deserialize = (properties: object | undefined, keepSecrets: boolean) => unknown;

/**
 * Makes the SDK turn the inputs of a resource into an object once, and not for every policy again, which
 * was measured to be nine tenths of the time that judging takes. Policies only read them. An SDK that
 * works otherwise is left as it is.
 */
export function deserializeOnce(): void {
  const sdk = part("@pulumi/policy/deserialize");
  const original = sdk?.deserializeProperties;
  if (sdk === undefined || original === undefined) return;
  const made = new WeakMap<object, unknown>();
  sdk.deserializeProperties = (properties, keepSecrets) => {
    // With secrets they are for remediation, which changes them.
    if (keepSecrets || properties === undefined) return original(properties, keepSecrets);
    const known = made.get(properties) ?? original(properties, keepSecrets);
    made.set(properties, known);
    return known;
  };
}

function part(name: string): { deserializeProperties?: Deserialize } | undefined {
  try {
    return createRequire(__filename)(name) as { deserializeProperties?: Deserialize };
  } catch {
    return undefined;
  }
}
