import { type Field, checkFields, numberOf, textOf } from "../../base/fields";
import { unknownKeys } from "../../base/check";
import {
  type CheckFailure,
  type CheckResult,
  type Properties,
  UNKNOWN,
  isMap,
} from "../../base/resource";
import type { PropertyValue } from "../../base/resource";
import { parseHostKey } from "./host-key";

/** One machine to log in to. */
export interface Hop {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password?: string;
  /** PEM or OpenSSH. */
  readonly privateKey?: string;
  readonly privateKeyPassword?: string;
  /** Socket of an agent with keys. */
  readonly agentSocketPath?: string;
  /** As in `authorized_keys`; without it any host key is taken. */
  readonly hostKey?: string;
  /** How often logging in may fail before it is given up; -1 for ever. */
  readonly dialErrorLimit: number;
  /** For one try, in seconds; 0 without a limit. */
  readonly perDialTimeout: number;
}

/** Where a command runs, perhaps behind another machine. */
export interface Connection extends Hop {
  readonly proxy?: Hop;
}

const FIELDS: Readonly<Record<string, Field>> = {
  agentSocketPath: { type: "text" },
  dialErrorLimit: { type: "integer", min: -1 },
  host: { type: "text", required: true },
  hostKey: { type: "text" },
  password: { type: "text" },
  perDialTimeout: { type: "integer", min: 0 },
  port: { type: "integer", min: 1 },
  privateKey: { type: "text" },
  privateKeyPassword: { type: "text" },
  user: { type: "text" },
};

const DEFAULTS: Properties = { dialErrorLimit: 10, perDialTimeout: 15, port: 22, user: "root" };

/** What of a connection is no secret; the SDK marks all of it. */
export const connectionAddress = [
  "agentSocketPath",
  "dialErrorLimit",
  "host",
  "hostKey",
  "perDialTimeout",
  "port",
  "user",
];

/** Checks the input `connection` and fills in its defaults. */
export function checkConnection(inputs: Properties, owner: string): CheckResult {
  const { connection } = inputs;
  if (connection === UNKNOWN) return { inputs };
  if (!isMap(connection)) {
    return { inputs, failures: [{ property: "connection", reason: "connection is required" }] };
  }
  const { proxy } = connection;
  const failures = checkHop(connection, ["connection"], [...Object.keys(FIELDS), "proxy"], owner);
  const complete: Properties = { ...DEFAULTS, ...connection };
  if (isMap(proxy)) {
    failures.push(...checkHop(proxy, ["connection", "proxy"], Object.keys(FIELDS), owner));
    complete.proxy = { ...DEFAULTS, ...proxy };
  } else if (proxy !== undefined && proxy !== UNKNOWN) {
    failures.push({ property: "connection.proxy", reason: "connection.proxy must be a map" });
  }
  return { inputs: { ...inputs, connection: complete }, failures };
}

function checkHop(
  hop: Properties,
  path: readonly string[],
  known: readonly string[],
  owner: string,
): CheckFailure[] {
  const where = path.join(".");
  const failures = checkFields(FIELDS, hop).map(({ property, reason }) => ({
    property: `${where}.${property}`,
    reason: `${where}.${reason}`,
  }));
  const hostKey = textOf(hop, "hostKey");
  if (hostKey !== undefined && parseHostKey(hostKey) === undefined) {
    const reason = `${where}.hostKey must be a public key as in authorized_keys: type and base64`;
    failures.push({ property: `${where}.hostKey`, reason });
  }
  return [...unknownKeys(hop, known, owner, path), ...failures];
}

/** The checked input `connection`. */
export function connectionOf(inputs: Properties): Connection {
  const { connection } = inputs;
  const map = isMap(connection) ? connection : {};
  const proxy: PropertyValue | undefined = map.proxy;
  return { ...hopOf(map), ...(isMap(proxy) && { proxy: hopOf(proxy) }) };
}

function hopOf(properties: Properties): Hop {
  const all = { ...DEFAULTS, ...properties };
  const agent = textOf(all, "agentSocketPath") ?? process.env.SSH_AUTH_SOCK;
  const texts = ["password", "privateKey", "privateKeyPassword", "hostKey"].flatMap((name) => {
    const text = textOf(all, name);
    return text === undefined ? [] : [[name, text] as const];
  });
  return {
    host: textOf(all, "host") ?? "",
    port: numberOf(all, "port"),
    user: textOf(all, "user") ?? "",
    dialErrorLimit: numberOf(all, "dialErrorLimit"),
    perDialTimeout: numberOf(all, "perDialTimeout"),
    ...(agent && { agentSocketPath: agent }),
    ...Object.fromEntries(texts),
  };
}
