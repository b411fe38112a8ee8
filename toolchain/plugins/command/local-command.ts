import { randomBytes } from "node:crypto";
import { type Field, checkFields, textOf } from "../base/fields";
import { type Properties, type ResourceHandler, UNKNOWN } from "../base/resource";
import { RUN_FIELDS, runWith } from "./inputs";

const FIELDS: Readonly<Record<string, Field>> = {
  ...RUN_FIELDS,
  create: { type: "text" },
  update: { type: "text" },
  delete: { type: "text" },
  triggers: { type: "list" },
};

const UPDATED = Object.keys(FIELDS).filter((name) => name !== "triggers");

/** Commands that run when a resource is created, changed and deleted. */
export const localCommand: ResourceHandler<undefined> = {
  inputs: Object.keys(FIELDS),
  // Any change runs `update`, or `create` again without one; only changed triggers replace.
  changes: Object.fromEntries(UPDATED.map((name) => [name, "update" as const])),
  check: (news) => ({ inputs: news, failures: checkFields(FIELDS, news) }),
  previewOutputs: (inputs) => ({
    stdout: UNKNOWN,
    stderr: UNKNOWN,
    ...(inputs.assetPaths !== undefined && { assets: UNKNOWN }),
    ...(inputs.archivePaths !== undefined && { archive: UNKNOWN }),
  }),
  create: async (inputs, ctx) => {
    const command = textOf(inputs, "create");
    const written = command === undefined ? NOTHING : await runWith(command, inputs, {}, ctx);
    return {
      id: `${ctx.name}${randomBytes(4).toString("hex")}`,
      outputs: { ...inputs, ...written },
    };
  },
  update: async (_id, olds, news, ctx) => {
    const command = textOf(news, "update") ?? textOf(news, "create");
    const kept = writtenBy(olds);
    const written =
      command === undefined ? kept : { ...kept, ...(await runWith(command, news, kept, ctx)) };
    return { ...news, ...written };
  },
  // A command leaves nothing behind that could be looked at: what is in state is what is.
  read: (id, inputs, outputs, ctx) => {
    if (Object.keys(outputs).length > 0) return Promise.resolve({ id, inputs, outputs });
    return Promise.reject(new Error(`${ctx.name}: a command cannot be imported, only run`));
  },
  delete: async (_id, outputs, ctx) => {
    const command = textOf(outputs, "delete");
    if (command !== undefined) await runWith(command, outputs, writtenBy(outputs), ctx);
  },
};

const NOTHING: Properties = { stdout: "", stderr: "" };

function writtenBy(outputs: Properties): Properties {
  const names = ["stdout", "stderr", "assets", "archive"];
  return Object.fromEntries(Object.entries(outputs).filter(([name]) => names.includes(name)));
}
