import { entryPrefix } from "../../nginx";
import type { ApplicationSpec } from "../../spec/deployment";
import type { CommandContext } from "./context";
import { readUpstreams } from "./upstream";

/**
 * The address that lets an operator's browser past the maintenance page. Whoever has it gets in, as
 * long as this maintenance lasts.
 */
export async function entryAddress(
  context: CommandContext,
  application: ApplicationSpec,
): Promise<readonly string[]> {
  const { name, url } = application;
  const upstream = (await readUpstreams(context, [name]))[name];
  if (upstream?.state !== "maintenance") {
    return [`No maintenance of ${name} is on: ${url} is open to everybody.`];
  }
  if (upstream.entryToken === undefined) {
    return [`The maintenance page of ${name} has no way in: nothing runs behind it yet.`];
  }
  return [
    `${url.replace(/\/$/, "")}${entryPrefix}${upstream.entryToken}`,
    "Keep it to yourself: it lets in whoever opens it, until this maintenance ends.",
  ];
}
