import { openEngine, parseEndpoint } from "../../engine";
import type { Endpoint, OpenEngine } from "../../engine";
import { UNKNOWN } from "../base/resource";
import type { Properties, PropertyValue } from "../base/resource";
import { readAuths } from "./registry/auth";
import type { RegistryAuth } from "./registry/auth";

/** Every configuration key of the official provider. */
export const configKeys = [
  "host",
  "caMaterial",
  "certMaterial",
  "keyMaterial",
  "certPath",
  "registryAuth",
  "sshOpts",
  "context",
  "disableDockerDaemonCheck",
] as const;

/** What the handlers know about their provider. */
export interface DockerConfig {
  /** How the engine is named in messages. */
  readonly address: string;
  /** Credentials of registries, the first match wins. */
  readonly auths: readonly RegistryAuth[];
  /**
   * The engine. It is asked for at the first create, read, update or delete and not when the provider
   * is configured, so that a preview needs no engine.
   * @throws EngineUnavailable
   */
  engine(): Promise<OpenEngine>;
}

/**
 * Reads the provider's configuration without touching the engine.
 * @throws Error for an address that is not understood and for `context`, which is not supported.
 */
export function configure(args: Properties): DockerConfig {
  if (isSet(args.context)) {
    throw new Error(
      'The docker provider\'s "context" is not supported by this toolchain: give "host" (and certificates) instead.',
    );
  }
  if (Object.values(args).includes(UNKNOWN)) return unknownConfig();
  const given = parseEndpoint(textOf(args.host), {
    ca: textOf(args.caMaterial),
    cert: textOf(args.certMaterial),
    key: textOf(args.keyMaterial),
    certPath: textOf(args.certPath),
  });
  const options = readTexts(parseJson(args.sshOpts, "sshOpts"), "sshOpts");
  const endpoint = given.kind === "ssh" && options.length > 0 ? { ...given, options } : given;
  const auths = readAuths(parseJson(args.registryAuth, "registryAuth"));
  return { address: endpoint.display, auths, engine: once(endpoint) };
}

/** In a preview whose host is the output of another resource, everything but the engine works. */
function unknownConfig(): DockerConfig {
  const engine = (): Promise<OpenEngine> =>
    Promise.reject(new Error("The docker provider's configuration is not known before `up`."));
  return { address: "an engine that is not known yet", auths: [], engine };
}

function once(endpoint: Endpoint): () => Promise<OpenEngine> {
  let opened: Promise<OpenEngine> | undefined;
  return () => {
    opened ??= openEngine(endpoint).catch((error: unknown) => {
      // The next operation asks again: an engine that restarts during a long run comes back.
      opened = undefined;
      throw error;
    });
    return opened;
  };
}

/** Provider configuration travels as text; lists are JSON inside it. */
function parseJson(value: PropertyValue | undefined, key: string): PropertyValue | undefined {
  if (typeof value !== "string") return value;
  if (value === "") return undefined;
  try {
    return JSON.parse(value) as PropertyValue;
  } catch {
    throw new Error(`The docker provider's "${key}" is not valid JSON.`);
  }
}

function readTexts(value: PropertyValue | undefined, key: string): string[] {
  if (value === undefined || value === null) return [];
  const texts = Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
  if (!Array.isArray(value) || texts.length < value.length) {
    throw new Error(`The docker provider's "${key}" must be a list of text.`);
  }
  return texts;
}

function textOf(value: PropertyValue | undefined): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function isSet(value: PropertyValue | undefined): boolean {
  return value !== undefined && value !== null && value !== "";
}
