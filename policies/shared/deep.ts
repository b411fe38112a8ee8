import { each, eachKey, find } from "./unknown";

/** A value under a key, and the object that has it. */
export interface Found {
  readonly value: unknown;
  readonly owner: Readonly<Record<string, unknown>>;
}

/**
 * Visits what stands under one of the keys at any depth. Providers spell the same thing as an object, as a
 * list with one entry and in the plural; what is inside has the same names everywhere.
 */
export function eachDeep(
  root: unknown,
  keys: readonly string[],
  visit: (found: Found) => void,
): void {
  if (typeof root !== "object" || root === null) return;
  const owner = root as Readonly<Record<string, unknown>>;
  eachKey(owner, (key) => {
    const value = owner[key];
    if (keys.includes(key)) visit({ value, owner });
    else eachDeep(value, keys, visit);
  });
}

/** Whether something under one of the keys fulfils the condition; the unknown counts as {@link find} says. */
export function hasDeep(
  root: unknown,
  keys: readonly string[],
  fulfils: (found: Found) => boolean,
): boolean {
  const found: Found[] = [];
  const visits = [
    () => {
      eachDeep(root, keys, (one) => {
        if (fulfils(one)) found.push(one);
      });
      return found.length > 0;
    },
    () => found.length > 0,
  ];
  return find(visits, (visit) => visit()) !== undefined;
}

/** A statement of an access policy, read when it is asked for. */
export interface Statement {
  readonly effect: unknown;
  /** Undefined where the statement says which actions it does not mean. */
  readonly actions: readonly unknown[] | undefined;
  readonly resources: readonly unknown[];
  readonly condition: unknown;
}

/** Visits the statements of an access policy, which comes as JSON or as an object. */
export function eachStatement(policy: unknown, visit: (statement: Statement) => void): void {
  const document = typeof policy === "string" ? parsed(policy) : policy;
  eachDeep(document, ["Statement"], ({ value }) => {
    each(listOf(value), (entry) => {
      if (typeof entry !== "object" || entry === null) return;
      const statement = entry as Readonly<Record<string, unknown>>;
      visit({
        get effect() {
          return statement.Effect;
        },
        get actions() {
          return "Action" in statement ? listOf(statement.Action) : undefined;
        },
        get resources() {
          return listOf(statement.Resource);
        },
        get condition() {
          return statement.Condition;
        },
      });
    });
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function listOf(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? (value as unknown[]) : [value];
}
