import type { SettingNeed } from "../../blueprints/types";
import { suggestion } from "../schema/suggest";
import type { ApplicationContext } from "./context";

/** The value of every setting of the blueprint, as text: what the stack says, otherwise the tier's default. */
export function resolveSettings(context: ApplicationContext): Readonly<Record<string, string>> {
  const { blueprint, choices, problems } = context;
  const path = ["applications", context.application, "settings"];
  const known = Object.keys(blueprint.settings);
  for (const name of Object.keys(choices.settings)) {
    if (!Object.hasOwn(blueprint.settings, name)) {
      problems.add(
        [...path, name],
        `blueprint "${blueprint.kind}" has no such setting; ${suggestion(name, known)}`,
      );
    }
  }
  const values: Record<string, string> = {};
  for (const [name, need] of Object.entries(blueprint.settings)) {
    values[name] = settingValue(context, name, need, [...path, name]);
  }
  return values;
}

function settingValue(
  { choices, config, problems }: ApplicationContext,
  name: string,
  need: SettingNeed,
  path: readonly string[],
): string {
  const chosen = Object.hasOwn(choices.settings, name) ? choices.settings[name] : undefined;
  if (chosen === undefined) {
    const value = need.default[config.tier];
    if (value === undefined) {
      problems.add(path, `missing; expected ${articles[need.type]}: ${need.description}`);
    }
    return value ?? "";
  }
  if (!fits(chosen, need.type)) {
    problems.add(path, `expected ${articles[need.type]}, found ${JSON.stringify(chosen)}`);
  }
  return String(chosen);
}

const articles = { string: "a text", boolean: "true or false", integer: "a whole number" } as const;

function fits(value: string | number | boolean, type: SettingNeed["type"]): boolean {
  // A line break or a zero byte would end the variable early in some of the tools that read it.
  if (type === "string") return typeof value === "string" && !/[\0\r\n]/.test(value);
  return type === "boolean" ? typeof value === "boolean" : Number.isSafeInteger(value);
}
