/** What the SDK answers under when it is asked for the inputs behind its proxy. */
const behind = "__getSpecialProxyTarget";

const wholly = new WeakMap<object, boolean>();

/**
 * Inputs without the SDK's proxy where nothing in them is unknown, which is how updates and most previews
 * see them: reading through the proxy takes many times longer, and every policy reads.
 */
export function plainInputs(inputs: Readonly<Record<string, unknown>>): object {
  const plain = inputs[behind];
  if (typeof plain !== "object" || plain === null) return inputs;
  let known = wholly.get(plain);
  if (known === undefined) wholly.set(plain, (known = isKnown(inputs)));
  return known ? plain : inputs;
}

/** Reads everything once: the proxy throws at what is unknown. */
function isKnown(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return true;
  const values = value as Readonly<Record<string, unknown>>;
  try {
    return Object.keys(values).every((key) => isKnown(values[key]));
  } catch {
    return false;
  }
}
