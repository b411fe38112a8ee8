import type { Recipe } from "../catalogue";

/** How the work on one image ended. */
export type Outcome = "built" | "current" | "failed" | "skipped";

/**
 * Works on images side by side, each one after its base, at most `limit` at a time. An image whose
 * base failed is skipped. Bases outside the list count as done.
 */
export async function schedule(
  recipes: readonly Recipe[],
  limit: number,
  work: (recipe: Recipe) => Promise<Outcome>,
): Promise<Map<string, Outcome>> {
  const outcomes = new Map<string, Outcome>();
  const running = new Map<string, Promise<void>>();
  let waiting = [...recipes];

  for (;;) {
    for (const recipe of waiting.filter((one) => isReady(one, recipes, outcomes))) {
      if (running.size >= limit) break;
      waiting = waiting.filter((one) => one !== recipe);
      const task = settle(recipe, outcomes, work).then((outcome) => {
        outcomes.set(recipe.name, outcome);
        running.delete(recipe.name);
      });
      running.set(recipe.name, task);
    }
    if (running.size === 0) break;
    await Promise.race(running.values());
  }
  if (waiting.length > 0) {
    const names = waiting.map((one) => one.name).join(", ");
    throw new Error(
      `images start from each other in a circle: ${names}; correct images/catalogue.ts`,
    );
  }
  return outcomes;
}

/** Chooses images by name, with the bases they need; no names means all of them. */
export function select(recipes: readonly Recipe[], names: readonly string[]): readonly Recipe[] {
  if (names.length === 0) return recipes;
  const wanted = new Set<string>();
  const add = (name: string): void => {
    const recipe = recipes.find((one) => matches(one, name));
    if (recipe === undefined) {
      const known = recipes.map((one) => one.name).join(", ");
      throw new Error(`no image is called "${name}"; the catalogue has ${known}`);
    }
    wanted.add(recipe.name);
    if (recipe.base !== undefined) add(recipe.base);
  };
  names.forEach(add);
  return recipes.filter((one) => wanted.has(one.name));
}

function matches(recipe: Recipe, name: string): boolean {
  return recipe.name === name || recipe.name.replace(/^palier\/([^:]+):.*$/, "$1") === name;
}

function isReady(
  recipe: Recipe,
  all: readonly Recipe[],
  outcomes: ReadonlyMap<string, Outcome>,
): boolean {
  if (recipe.base === undefined || outcomes.has(recipe.base)) return true;
  return !all.some((one) => one.name === recipe.base);
}

async function settle(
  recipe: Recipe,
  outcomes: ReadonlyMap<string, Outcome>,
  work: (recipe: Recipe) => Promise<Outcome>,
): Promise<Outcome> {
  const base = recipe.base === undefined ? undefined : outcomes.get(recipe.base);
  return base === "failed" || base === "skipped" ? "skipped" : work(recipe);
}
