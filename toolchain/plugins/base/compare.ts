import { Archive, Asset, type PropertyValue, isMap } from "./values";

/**
 * Tells whether two properties mean the same. Assets and archives are compared by hash where both
 * have one. An unknown equals only another unknown.
 */
export function sameValue(a: PropertyValue | undefined, b: PropertyValue | undefined): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, index) => sameValue(item, b[index]));
  }
  if (a instanceof Asset && b instanceof Asset) return sameContent(a, b);
  if (a instanceof Archive && b instanceof Archive) return sameContent(a, b);
  if (!isMap(a) || !isMap(b)) return false;
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].every((key) => sameValue(a[key], b[key]));
}

function sameContent(a: Asset | Archive, b: Asset | Archive): boolean {
  if (a.hash !== "" && b.hash !== "") return a.hash === b.hash;
  return JSON.stringify(a.source) === JSON.stringify(b.source);
}
