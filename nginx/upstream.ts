import type { ProxySiteSpec } from "../spec/proxy";
import { block, printFile, type Line } from "./block";
import { assertSafe, assertWhole } from "./safe";
import { entryPrefix } from "./locations-on-disk";
import {
  absentVariable,
  aliasVariable,
  closedVariable,
  entryVariable,
  retryAfterVariable,
  untilVariable,
} from "./variables";

/** Network alias of the containers in service, by process. */
export type Aliases = Readonly<Record<string, string>>;

/** What an application's site does with requests at the moment; written by releases. */
export type UpstreamState =
  /** Requests are passed to these aliases. */
  | { readonly state: "open"; readonly aliases: Aliases }
  /** Nothing runs yet: a page asks to come back shortly. */
  | { readonly state: "starting" }
  | {
      /** Requests are answered with the maintenance page, whether or not the application runs. */
      readonly state: "maintenance";
      /** Where requests with the cookie, and routes open in maintenance, are passed. */
      readonly aliases?: Aliases;
      /** Lets the release's own requests through; needs `aliases`. The value is a secret. */
      readonly bypassCookie?: { readonly name: string; readonly value: string };
      /** Gives the cookie to whoever asks for `/.palier/enter/<token>`; needs `bypassCookie`. The token is a secret. */
      readonly entry?: { readonly token: string };
      /** Shown as the expected end, for example "14:35 (Europe/Paris)". */
      readonly until?: string;
      /** Seconds after which clients are asked to come back. */
      readonly retryAfterSeconds: number;
    };

/** Seconds after which clients are asked to come back while an application starts. */
const startingRetryAfterSeconds = 10;

/** How long an operator's browser keeps the cookie; a working day, and it is worth nothing after the release. */
const entrySeconds = 28_800;

/**
 * Content of `upstreams/<application>.conf`. It lies outside of the slots because it changes with
 * releases and not with the configuration; nginx is reloaded after it has been replaced.
 * @throws when a process of the site has no alias, or a value could not be printed safely.
 */
export function renderUpstream(site: ProxySiteSpec, state: UpstreamState): string {
  const application = assertSafe("name", "application", site.application);
  const aliases = aliasesOf(site, state);
  return printFile([
    constant(retryAfterVariable(application), String(retryAfter(state))),
    constant(absentVariable(application), aliases === undefined ? state.state : '""'),
    closed(application, state),
    ...entry(application, state),
    ...until(application, state),
    ...site.upstreams.map(({ process }) =>
      constant(aliasVariable(application, process), aliases?.[process] ?? '""'),
    ),
  ]);
}

// nginx has no constants; a map with a default alone is one, looked up on no matter what.
function constant(variable: string, value: string): Line {
  return block(`map $host ${variable}`, [`default ${value};`]);
}

function closed(application: string, state: UpstreamState): Line {
  const variable = closedVariable(application);
  if (state.state === "open") return constant(variable, '""');
  if (state.state === "starting" || state.bypassCookie === undefined) {
    return constant(variable, state.state);
  }
  const name = assertSafe("cookieName", "bypassCookie.name", state.bypassCookie.name);
  const value = assertSafe("cookieValue", "bypassCookie.value", state.bypassCookie.value);
  // A regular expression, because plain values of a map are compared without regard to case.
  return block(`map $cookie_${name} ${variable}`, [`default ${state.state};`, `"~^${value}$" "";`]);
}

function entry(application: string, state: UpstreamState): Line[] {
  if (state.state !== "maintenance" || state.entry === undefined) return [];
  if (state.bypassCookie === undefined) {
    throw new Error(`Upstream of ${application}: an entry needs a bypass cookie to give away.`);
  }
  const token = assertSafe("cookieValue", "entry.token", state.entry.token);
  const { name, value } = state.bypassCookie;
  const address = `"~^${entryPrefix.replaceAll(".", "\\.")}${token}(?:\\?|$)"`;
  const cookie = `"${name}=${value}; Path=/; Max-Age=${entrySeconds}; Secure; HttpOnly; SameSite=Lax"`;
  return [
    block(`map $request_uri ${entryVariable(application)}`, [
      'default "";',
      `${address} ${cookie};`,
    ]),
  ];
}

function until(application: string, state: UpstreamState): Line[] {
  if (state.state !== "maintenance" || state.until === undefined) return [];
  const text = assertSafe("sentence", "until", state.until);
  return [constant(untilVariable(application), `"${text}"`)];
}

function retryAfter(state: UpstreamState): number {
  if (state.state !== "maintenance") return startingRetryAfterSeconds;
  return assertWhole("retryAfterSeconds", state.retryAfterSeconds, 1, 86_400);
}

function aliasesOf(site: ProxySiteSpec, state: UpstreamState): Aliases | undefined {
  const aliases = state.state === "starting" ? undefined : state.aliases;
  if (aliases === undefined) {
    if (state.state === "maintenance" && state.bypassCookie !== undefined) {
      throw new Error(
        `Upstream of ${site.application}: a bypass cookie needs aliases to pass its requests to.`,
      );
    }
    return undefined;
  }
  for (const { process } of site.upstreams) {
    const alias = aliases[process];
    if (alias === undefined) {
      throw new Error(`Upstream of ${site.application}: process ${process} has no network alias.`);
    }
    assertSafe("alias", `alias of ${site.application}/${process}`, alias);
  }
  return aliases;
}
