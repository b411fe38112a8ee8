import { textMapOf, textOf } from "../../base/fields";
import type { OperationContext, Properties } from "../../base/resource";
import { COMMON_FIELDS, lineLog, previousOutput } from "../inputs";
import { commandResource } from "../lifecycle";
import { checkConnection, connectionAddress, connectionOf } from "./connection";
import { withClient } from "./dial";
import { refusal, refusedVariables } from "./environment";
import { runRemote } from "./run";

/** Commands that run on another machine, over ssh. */
export const remoteCommand = commandResource({
  fields: COMMON_FIELDS,
  moreInputs: ["connection"],
  secretOutputs: ["connection"],
  shownKeys: connectionAddress,
  check: (inputs) => checkConnection(inputs, "command:remote:Command"),
  run,
});

const unasked =
  "Whether the ssh server took the variables of this command is not known: it has no POSIX shell to ask.";

async function run(
  text: string,
  inputs: Properties,
  previous: Properties,
  ctx: OperationContext<undefined>,
): Promise<Properties> {
  const own = textMapOf(inputs, "environment");
  const env = { ...own, ...previousOutput(inputs, previous) };
  const stdin = textOf(inputs, "stdin") ?? "";
  return await withClient(connectionOf(inputs), ctx, async (client) => {
    const refused = await refusedVariables(client, env, ctx.signal);
    const needed = refused?.filter((name) => name in own) ?? [];
    if (needed.length > 0) throw new Error(refusal(needed));
    if (refused === undefined) ctx.log(unasked, "warning");
    else if (refused.length > 0) ctx.log(refusal(refused), "warning");
    const command = { text, env, stdin };
    return { ...(await runRemote(client, command, ctx.signal, lineLog(inputs, ctx))) };
  });
}
