import * as http from "node:http";
import * as https from "node:https";

import type { Credentials } from "./auth";
import type { Reference } from "./reference";

/** How a registry is talked to. */
export interface RegistryAccess {
  readonly credentials?: Credentials;
  /** Accept any certificate. */
  readonly insecure?: boolean;
  /** `http` or `https`; by default http for this machine itself and https elsewhere, like the engine. */
  readonly scheme?: string;
}

interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

/** Every kind of manifest there is: a registry answers only with a kind that is asked for. */
const manifestTypes = [
  "application/vnd.docker.distribution.manifest.v2+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.oci.image.index.v1+json",
].join(", ");

/**
 * The digest that a tag (or digest) has in its registry; undefined when the registry does not know it.
 * @throws Error with the registry and the status when it refuses.
 */
export async function manifestDigest(
  image: Reference,
  access: RegistryAccess,
): Promise<string | undefined> {
  const answer = await manifestCall("HEAD", image, image.digest ?? image.tag ?? "latest", access);
  if (answer.status === 404) return undefined;
  if (answer.status !== 200) throw refusal("reading", image, answer);
  const digest = answer.headers["docker-content-digest"];
  return typeof digest === "string" ? digest : undefined;
}

/**
 * Removes a manifest from its registry; one that is gone already is fine.
 * @throws Error with the registry and the status when it refuses, as most do by default.
 */
export async function deleteManifest(
  image: Reference,
  digest: string,
  access: RegistryAccess,
): Promise<void> {
  const answer = await manifestCall("DELETE", image, digest, access);
  if (answer.status !== 202 && answer.status !== 200 && answer.status !== 404) {
    throw refusal("deleting", image, answer);
  }
}

async function manifestCall(
  method: string,
  image: Reference,
  which: string,
  access: RegistryAccess,
): Promise<Answer> {
  const host = image.server;
  if (host === "docker.io") {
    throw new Error(
      `Image "${image.repository}" names no registry, and Docker Hub is only pulled from and pushed to by this toolchain: write the name with its registry, as registry.example.org/${image.repository}.`,
    );
  }
  const local = /^(localhost|127\.[\d.]+|\[::1\])(:|$)/.test(host);
  const url = `${access.scheme ?? (local ? "http" : "https")}://${host}/v2/${image.repository}/manifests/${which}`;
  const first = await send(method, url, basic(access.credentials), access);
  const challenge = first.headers["www-authenticate"];
  if (first.status !== 401 || !challenge?.toLowerCase().startsWith("bearer ")) return first;
  const token = await fetchToken(challenge, access);
  return send(method, url, `Bearer ${token}`, access);
}

async function fetchToken(challenge: string, access: RegistryAccess): Promise<string> {
  const fields = new Map(
    [...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, key = "", value = ""]) => [key, value]),
  );
  const url = new URL(fields.get("realm") ?? "");
  for (const key of ["service", "scope"]) {
    const value = fields.get(key);
    if (value) url.searchParams.set(key, value);
  }
  const answer = await send("GET", url.href, basic(access.credentials), access);
  const { token, access_token: other } = JSON.parse(answer.body || "{}") as Record<string, string>;
  const found = token ?? other;
  if (!found)
    throw new Error(`${url.host} gave no token for the registry (status ${answer.status}).`);
  return found;
}

function basic(credentials: Credentials | undefined): string | undefined {
  if (!credentials) return undefined;
  const pair = `${credentials.username}:${credentials.password}`;
  return `Basic ${Buffer.from(pair).toString("base64")}`;
}

function send(
  method: string,
  url: string,
  authorization: string | undefined,
  { insecure }: RegistryAccess,
): Promise<Answer> {
  const headers = { accept: manifestTypes, ...(authorization && { authorization }) };
  const options = { method, headers, rejectUnauthorized: !insecure };
  const { request } = url.startsWith("https:") ? https : http;
  return new Promise((resolve, reject) => {
    const call = request(url, options, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        const body = Buffer.concat(chunks).toString("utf8");
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body });
      });
    });
    call.on("error", (error) => {
      reject(new Error(`The registry at ${new URL(url).host} does not answer: ${error.message}.`));
    });
    call.end();
  });
}

function refusal(doing: string, image: Reference, { status }: Answer): Error {
  const hint =
    status === 405
      ? " It does not allow deletion: allow it there, or set keepRemotely: true."
      : status === 401 || status === 403
        ? " Check the credentials (authConfig or the provider's registryAuth)."
        : "";
  return new Error(
    `The registry ${image.server} refused ${doing} ${image.repository} with status ${status}.${hint}`,
  );
}
