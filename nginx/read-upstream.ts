import { entryPrefix } from "./locations-on-disk";
import { closedVariable, entryVariable, untilVariable } from "./variables";

/** What an upstream file says to people. */
export interface ReadUpstream {
  readonly state: "open" | "starting" | "maintenance";
  /** Token of `/.palier/enter/<token>`, a secret; only in maintenance. */
  readonly entryToken: string | undefined;
  /** Expected end, as visitors read it. */
  readonly until: string | undefined;
}

/** Reads what `renderUpstream` wrote; undefined when the text is something else. */
export function readUpstreamState(application: string, content: string): ReadUpstream | undefined {
  const value = defaultOf(content, closedVariable(application));
  const state = value === '""' ? "open" : value;
  if (state !== "open" && state !== "starting" && state !== "maintenance") return undefined;
  // The address is a regular expression there.
  const address = mapOf(content, entryVariable(application))?.split(
    entryPrefix.replaceAll(".", "\\."),
  )[1];
  return {
    state,
    entryToken: /^[A-Za-z0-9_-]+/.exec(address ?? "")?.[0],
    until: defaultOf(content, untilVariable(application))?.replace(/^"(.*)"$/, "$1"),
  };
}

function defaultOf(content: string, variable: string): string | undefined {
  return /^ *default (.*);$/m.exec(mapOf(content, variable) ?? "")?.[1];
}

/** Body of the map that sets a variable. */
function mapOf(content: string, variable: string): string | undefined {
  const start = content.indexOf(` ${variable} {\n`);
  return start < 0 ? undefined : content.slice(start, content.indexOf("\n}", start));
}
