import { type Field, checkFields, textOf } from "../base/fields";
import type { FunctionHandler } from "../base/resource";
import { RUN_FIELDS, runWith } from "./inputs";

const FIELDS: Readonly<Record<string, Field>> = {
  ...RUN_FIELDS,
  command: { type: "text", required: true },
};

/** A command that runs every time, in previews too. */
export const localRun: FunctionHandler<undefined> = {
  inputs: Object.keys(FIELDS),
  invoke: async (args, ctx) => {
    const [failure] = checkFields(FIELDS, args);
    if (failure) throw new Error(`command:local:run: ${failure.reason}`);
    return { ...args, ...(await runWith(textOf(args, "command") ?? "", args, {}, ctx)) };
  },
};
