import { randomBytes } from "node:crypto";
import { type Field, checkFields, textOf } from "../../base/fields";
import {
  Archive,
  Asset,
  type CheckFailure,
  type OperationContext,
  type Properties,
  type ResourceHandler,
  UNKNOWN,
} from "../../base/resource";
import { stopOf } from "../stop";
import { checkConnection, connectionAddress, connectionOf } from "./connection";
import { withClient } from "./dial";
import { RemoteFiles } from "./files";

const COPY_FIELDS: Readonly<Record<string, Field>> = {
  remotePath: { type: "text", required: true },
  triggers: { type: "list" },
};

/** Copies a file, a folder or a text to another machine; nothing is removed there when the resource is. */
export const copyToRemote: ResourceHandler<undefined> = {
  inputs: ["connection", "source", ...Object.keys(COPY_FIELDS)],
  secretOutputs: ["connection"],
  shownKeys: connectionAddress,
  changes: { connection: "update", remotePath: "update", source: "update" },
  check: (news) => {
    const { inputs, failures = [] } = checkConnection(news, "command:remote:CopyToRemote");
    const own = [...checkFields(COPY_FIELDS, news), ...checkSource(news)];
    return { inputs, failures: [...own, ...failures] };
  },
  create: async (inputs, ctx) => {
    await copy(inputs, ctx);
    return { id: randomBytes(4).toString("hex"), outputs: inputs };
  },
  // Another way to the machine is no reason to copy again.
  update: async (_id, olds, news, ctx) => {
    const same = hashOf(news) === hashOf(olds) && news.remotePath === olds.remotePath;
    if (!same) await copy(news, ctx);
    return news;
  },
};

const FILE_FIELDS: Readonly<Record<string, Field>> = {
  ...COPY_FIELDS,
  localPath: { type: "text", required: true },
};

/** Copies one file to another machine; superseded by `CopyToRemote`, and any change makes a new one. */
export const copyFile: ResourceHandler<undefined> = {
  inputs: ["connection", ...Object.keys(FILE_FIELDS)],
  secretOutputs: ["connection"],
  shownKeys: connectionAddress,
  changes: {},
  check: (news) => {
    const { inputs, failures = [] } = checkConnection(news, "command:remote:CopyFile");
    return { inputs, failures: [...checkFields(FILE_FIELDS, news), ...failures] };
  },
  create: async (inputs, ctx) => {
    const source = textOf(inputs, "localPath") ?? "";
    await within(inputs, ctx, (files) => files.putFile(source, targetOf(inputs)));
    return { id: randomBytes(4).toString("hex"), outputs: inputs };
  },
};

function checkSource({ source }: Properties): CheckFailure[] {
  if (source === UNKNOWN) return [];
  if (source instanceof Asset && !("uri" in source.source)) return [];
  if (source instanceof Archive && "path" in source.source) return [];
  const reason = "source must be a FileAsset, a StringAsset or a FileArchive";
  return [{ property: "source", reason }];
}

async function copy(inputs: Properties, ctx: OperationContext<undefined>): Promise<void> {
  const { source } = inputs;
  if (!(source instanceof Asset || source instanceof Archive)) return;
  const { source: from } = source;
  await within(inputs, ctx, async (files) => {
    if ("path" in from) await files.copy(from.path, targetOf(inputs));
    else if ("text" in from) await files.write(from.text, targetOf(inputs));
  });
}

async function within(
  inputs: Properties,
  ctx: OperationContext<undefined>,
  work: (files: RemoteFiles) => Promise<void>,
): Promise<void> {
  await withClient(connectionOf(inputs), ctx, async (client) => {
    try {
      await RemoteFiles.within(client, ctx.signal, work);
    } catch (error) {
      const stopped = stopOf(ctx.signal);
      throw stopped === undefined ? error : new Error(stopped);
    }
  });
}

function targetOf(inputs: Properties): string {
  return textOf(inputs, "remotePath") ?? "";
}

function hashOf({ source }: Properties): string | undefined {
  return source instanceof Asset || source instanceof Archive ? source.hash : undefined;
}
