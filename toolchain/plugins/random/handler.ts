import { type CheckResult, type Properties, type ResourceHandler, UNKNOWN } from "../base/resource";
import { type Field, checkFields } from "../base/fields";

/** What a kind of random value needs; everything else is the same for all of them. */
export interface Recipe {
  /** Inputs besides `keepers`. */
  readonly fields: Readonly<Record<string, Field>>;
  /** Values of inputs that are left out. */
  readonly defaults?: Properties;
  /** Outputs that are drawn. */
  readonly drawn: readonly string[];
  /** Those that are secret. */
  readonly secret?: readonly string[];
  /** Rules that concern several inputs; one message each, by input. Only called with known inputs. */
  rules?(inputs: Properties): { property: string; reason: string }[];
  /** Makes inputs comparable, before defaults are filled in. */
  normalise?(inputs: Properties): Properties;
  /** Draws the value. Inputs have their defaults. */
  draw(
    inputs: Properties,
  ): { id: string; outputs: Properties } | Promise<{ id: string; outputs: Properties }>;
  /** Takes over an existing value. Without it the resource cannot be imported. */
  adopt?(id: string): Adopted | Promise<Adopted>;
}

/** An imported value. */
export interface Adopted {
  readonly id: string;
  readonly inputs: Properties;
  readonly outputs: Properties;
}

const KEEPERS = { keepers: { type: "textMap" } } as const;

/** The handler for a recipe. Any changed input draws a new value, as with the official plugin. */
export function randomHandler(recipe: Recipe): ResourceHandler<undefined> {
  const fields = { ...KEEPERS, ...recipe.fields };
  const complete = (inputs: Properties): Properties => ({
    ...recipe.defaults,
    ...(recipe.normalise?.(inputs) ?? inputs),
  });
  return {
    inputs: Object.keys(fields),
    ...(recipe.secret && { secretOutputs: recipe.secret }),
    changes: {},
    check: (news) => checkInputs(recipe, fields, complete, news),
    normalise: (inputs) => withoutEmptyKeepers(complete(inputs)),
    previewOutputs: (inputs) => ({
      ...complete(inputs),
      ...Object.fromEntries(recipe.drawn.map((name) => [name, UNKNOWN])),
    }),
    create: async (inputs) => {
      const all = complete(inputs);
      const { id, outputs } = await recipe.draw(all);
      return { id, outputs: { ...all, ...outputs } };
    },
    read: async (id, inputs, outputs, ctx) => {
      // Nothing outside of the state can change a value that was drawn.
      if (Object.keys(outputs).length > 0) return { id, inputs, outputs };
      if (!recipe.adopt)
        throw new Error(`${ctx.name}: this kind of random value cannot be imported`);
      const adopted = await recipe.adopt(id);
      return { ...adopted, outputs: { ...complete(adopted.inputs), ...adopted.outputs } };
    },
  };
}

function checkInputs(
  recipe: Recipe,
  fields: Readonly<Record<string, Field>>,
  complete: (inputs: Properties) => Properties,
  inputs: Properties,
): CheckResult {
  const failures = checkFields(fields, inputs);
  const known = !Object.values(inputs).includes(UNKNOWN);
  if (failures.length > 0 || !known) return { inputs, failures };
  return { inputs, failures: recipe.rules?.(complete(inputs)) ?? [] };
}

/** No keepers and an empty map of keepers keep the same. */
function withoutEmptyKeepers(inputs: Properties): Properties {
  const { keepers, ...rest } = inputs;
  const empty = keepers === undefined || Object.keys(Object(keepers) as object).length === 0;
  return empty && keepers !== UNKNOWN ? rest : inputs;
}
