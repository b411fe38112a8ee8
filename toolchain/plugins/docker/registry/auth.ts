import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

import { isMap } from "../../base/resource";
import type { Properties, PropertyValue } from "../../base/resource";
import { decode, flag, needed, object, text } from "../shape";
import { registryOf } from "./reference";

/** Who one is at a registry. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** One entry of the provider's `registryAuth`. */
export interface RegistryAuth {
  /** Host and port of the registry, without scheme. */
  readonly server: string;
  /** Undefined means: ask without credentials. */
  readonly credentials: Credentials | undefined;
}

/** Credentials as the engine's API wants them. */
export interface AuthHeader extends Credentials {
  readonly serveraddress: string;
}

const entryShape = object({
  address: needed(text),
  authDisabled: flag,
  configFile: text,
  configFileContent: text,
  password: text,
  username: text,
});

/**
 * Understands the provider's `registryAuth`.
 * @throws Error when an entry is malformed or its `configFile` cannot be read; values are not quoted.
 */
export function readAuths(value: PropertyValue | undefined): RegistryAuth[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value))
    throw new Error('The docker provider\'s "registryAuth" must be a list.');
  return value.map((entry) => {
    const auth = decode(entryShape, isMap(entry) ? entry : {});
    const server = serverName(auth.address);
    if (auth.authDisabled) return { server, credentials: undefined };
    if (auth.username !== undefined && auth.password !== undefined) {
      return { server, credentials: { username: auth.username, password: auth.password } };
    }
    const content = auth.configFileContent ?? readConfigFile(auth.configFile);
    return { server, credentials: credentialsIn(content, server) };
  });
}

/**
 * The credentials for an image: the provider's, then those of `docker login`; undefined asks without any.
 * Helpers for credentials (`credsStore`) are not called.
 */
export function authFor(image: string, auths: readonly RegistryAuth[]): AuthHeader | undefined {
  const server = registryOf(image);
  const configured = auths.find((auth) => auth.server === server);
  if (configured) return header(server, configured.credentials);
  return header(server, credentialsIn(readConfigFile(undefined), server));
}

/** A registry's host and port: scheme and path taken off, and Docker Hub under one name. */
export function serverName(address: string): string {
  const host = address.replace(/^[a-z]+:\/\//, "").replace(/\/.*$/, "");
  return /^(index\.)?docker\.io$/.test(host) ? "docker.io" : host;
}

function header(server: string, credentials: Credentials | undefined): AuthHeader | undefined {
  return credentials && { ...credentials, serveraddress: server };
}

function readConfigFile(path: string | undefined): string | undefined {
  const folder = process.env.DOCKER_CONFIG ?? join(homedir(), ".docker");
  const file = path?.replace(/^~(?=\/)/, homedir()) ?? join(folder, "config.json");
  try {
    return readFileSync(file, "utf8");
  } catch {
    if (path === undefined) return undefined;
    throw new Error(`The registry credentials file ${file} cannot be read.`);
  }
}

function credentialsIn(content: string | undefined, server: string): Credentials | undefined {
  if (content === undefined) return undefined;
  let parsed: PropertyValue;
  try {
    parsed = JSON.parse(content) as Properties;
  } catch {
    throw new Error(`The registry credentials for ${server} are not valid JSON.`);
  }
  const auths = isMap(parsed) ? parsed.auths : undefined;
  if (!isMap(auths)) return undefined;
  const entry = Object.entries(auths).find(([address]) => serverName(address) === server)?.[1];
  const encoded = isMap(entry) ? entry.auth : undefined;
  if (typeof encoded !== "string") return undefined;
  const [username = "", ...password] = Buffer.from(encoded, "base64").toString("utf8").split(":");
  return { username, password: password.join(":") };
}
