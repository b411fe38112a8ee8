import { randomBytes } from "node:crypto";
import { type Field, checkFields, textOf } from "../base/fields";
import {
  type CheckResult,
  type OperationContext,
  type Properties,
  type ResourceHandler,
  UNKNOWN,
} from "../base/resource";

/** What distinguishes commands that run here from those that run elsewhere. */
export interface CommandKind {
  /** The inputs of a run, besides the commands themselves. */
  readonly fields: Readonly<Record<string, Field>>;
  /** Inputs that are no plain fields; `check` looks at them. */
  readonly moreInputs?: readonly string[];
  /** See `ResourceHandler.secretOutputs`. */
  readonly secretOutputs?: readonly string[];
  /** See `ResourceHandler.shownKeys`. */
  readonly shownKeys?: readonly string[];
  /** What a run writes besides stdout and stderr, as far as a preview can tell. */
  readonly preview?: (inputs: Properties) => Properties;
  /** Checks and completes the inputs that are no plain fields. */
  readonly check?: (inputs: Properties) => CheckResult;
  /** Runs a command and returns what it wrote. */
  readonly run: (
    text: string,
    inputs: Properties,
    previous: Properties,
    ctx: OperationContext<undefined>,
  ) => Promise<Properties>;
}

const COMMANDS: Readonly<Record<string, Field>> = {
  create: { type: "text" },
  update: { type: "text" },
  delete: { type: "text" },
};

/** A resource whose commands run when it is created, changed and deleted. */
export function commandResource(kind: CommandKind): ResourceHandler<undefined> {
  const fields = { ...kind.fields, ...COMMANDS, triggers: { type: "list" } } as const;
  const updated = [...Object.keys(kind.fields), ...Object.keys(COMMANDS), ...more(kind)];
  return {
    inputs: [...Object.keys(fields), ...more(kind)],
    ...(kind.secretOutputs && { secretOutputs: kind.secretOutputs }),
    ...(kind.shownKeys && { shownKeys: kind.shownKeys }),
    // Any change runs `update`, or `create` again without one; only changed triggers replace.
    changes: Object.fromEntries(updated.map((name) => [name, "update" as const])),
    check: (news) => {
      const { inputs, failures = [] } = kind.check?.(news) ?? { inputs: news };
      return { inputs, failures: [...checkFields(fields, news), ...failures] };
    },
    previewOutputs: (inputs) => ({ stdout: UNKNOWN, stderr: UNKNOWN, ...kind.preview?.(inputs) }),
    create: async (inputs, ctx) => {
      const command = textOf(inputs, "create");
      const written = command === undefined ? NOTHING : await kind.run(command, inputs, {}, ctx);
      return {
        id: `${ctx.name}${randomBytes(4).toString("hex")}`,
        outputs: { ...inputs, ...written },
      };
    },
    update: async (_id, olds, news, ctx) => {
      const command = textOf(news, "update") ?? textOf(news, "create");
      const kept = writtenBy(olds);
      const written = command === undefined ? {} : await kind.run(command, news, kept, ctx);
      return { ...news, ...kept, ...written };
    },
    // A command leaves nothing behind that could be looked at: what is in state is what is.
    read: (id, inputs, outputs, ctx) => {
      if (Object.keys(outputs).length > 0) return Promise.resolve({ id, inputs, outputs });
      return Promise.reject(new Error(`${ctx.name}: a command cannot be imported, only run`));
    },
    delete: async (_id, outputs, ctx) => {
      const command = textOf(outputs, "delete");
      if (command !== undefined) await kind.run(command, outputs, writtenBy(outputs), ctx);
    },
  };
}

const NOTHING: Properties = { stdout: "", stderr: "" };

function more({ moreInputs = [] }: CommandKind): readonly string[] {
  return moreInputs;
}

function writtenBy(outputs: Properties): Properties {
  const names = ["stdout", "stderr", "assets", "archive"];
  return Object.fromEntries(Object.entries(outputs).filter(([name]) => names.includes(name)));
}
