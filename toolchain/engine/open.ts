import type Dockerode from "dockerode";

import { connect } from "./connect";
import type { Endpoint } from "./endpoint";
import { dial } from "./dial";
import { EngineUnavailable, connectionFailure, reasonOf } from "./failure";
import { sshAgent } from "./ssh/agent";

/** What an engine says about itself. */
export interface EngineVersion {
  /** Product version, such as `20.10.24`. */
  readonly version: string;
  /** Newest API version it speaks, such as `1.41`. */
  readonly apiVersion: string;
  /** Oldest API version it speaks. */
  readonly minApiVersion: string;
}

/** An engine that answered, with a client that speaks the API version this project is made for. */
export interface OpenEngine {
  readonly endpoint: Endpoint;
  readonly docker: Dockerode;
  readonly version: EngineVersion;
}

/** The API version that this project is written and tested against (Docker 20.10). */
const writtenFor = "1.41";

/** How long an engine may take to answer its first question, in milliseconds: an engine across a continent needs well below one second. */
const answerWithin = 3000;

/**
 * Asks an engine who it is.
 * @param endpoint From `parseEndpoint`.
 * @param timeoutMs When to give up; 3 s when not given. Over ssh it counts from the login on.
 * @throws EngineUnavailable with one line: which address, why, what to do.
 */
export async function ping(endpoint: Endpoint, timeoutMs = answerWithin): Promise<EngineVersion> {
  const docker = await connect(endpoint);
  // Logging in has limits of its own, and takes longer than an answer.
  if (endpoint.kind === "ssh") await sshAgent(endpoint).reach();
  const giveUp = AbortSignal.timeout(timeoutMs);
  try {
    return readVersion(await askVersion(docker, giveUp), endpoint);
  } catch (error) {
    if (giveUp.aborted) {
      throw new EngineUnavailable(
        endpoint,
        `it does not answer within ${timeoutMs / 1000} s`,
        "check the address, the network and the firewall",
      );
    }
    throw (
      connectionFailure(error, endpoint) ??
      new EngineUnavailable(endpoint, reasonOf(error), "check that a Docker engine answers there")
    );
  }
}

/**
 * A client for an engine that is known to answer, speaking API 1.41 or what the engine has that is nearest.
 * @param endpoint From `parseEndpoint`.
 * @param timeoutMs When to give up waiting for the first answer; 3 s when not given.
 * @throws EngineUnavailable like `ping`.
 */
export async function openEngine(endpoint: Endpoint, timeoutMs?: number): Promise<OpenEngine> {
  const version = await ping(endpoint, timeoutMs);
  return { endpoint, docker: await connect(endpoint, `v${chooseVersion(version)}`), version };
}

/** The API version to speak: 1.41, or the nearest that the engine offers. */
export function chooseVersion(engine: EngineVersion): string {
  if (compareVersions(writtenFor, engine.minApiVersion) < 0) return engine.minApiVersion;
  if (compareVersions(writtenFor, engine.apiVersion) > 0) return engine.apiVersion;
  return writtenFor;
}

function compareVersions(left: string, right: string): number {
  const [a = 0, b = 0] = left.split(".").map(Number);
  const [c = 0, d = 0] = right.split(".").map(Number);
  return a - c || b - d;
}

function askVersion(docker: Dockerode, abortSignal: AbortSignal): Promise<unknown> {
  // Not `docker.version()`: it cannot be aborted, and a dead address would keep the process waiting.
  return dial(docker, { path: "/version", method: "GET", abortSignal, statusCodes: { 200: true } });
}

function readVersion(answer: unknown, endpoint: Endpoint): EngineVersion {
  const fields = (typeof answer === "object" && answer !== null ? answer : {}) as Partial<
    Record<"Version" | "ApiVersion" | "MinAPIVersion", unknown>
  >;
  if (typeof fields.ApiVersion !== "string") {
    throw new EngineUnavailable(
      endpoint,
      "something else than a Docker engine answers there",
      "correct the provider's host or DOCKER_HOST",
    );
  }
  return {
    version: typeof fields.Version === "string" ? fields.Version : "unknown",
    apiVersion: fields.ApiVersion,
    minApiVersion: typeof fields.MinAPIVersion === "string" ? fields.MinAPIVersion : "1.12",
  };
}
