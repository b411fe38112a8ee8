import assert from "node:assert/strict";
import http from "node:http";
import https from "node:https";
import type { ProxySiteSpec } from "../../../spec/proxy";

export interface Ports {
  readonly http: number;
  readonly https: number;
}

export interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  /** Values of one header, one entry per line of it. */
  readonly lines: (name: string) => string[];
  readonly body: Buffer;
  readonly text: string;
}

export interface RequestOptions {
  readonly method?: string;
  readonly headers?: http.OutgoingHttpHeaders;
  readonly body?: Buffer | string;
  /** Value of the Host header, when it is not the name in the address. */
  readonly host?: string;
  readonly agent?: https.Agent;
  /** Milliseconds without a byte after which it is given up. */
  readonly timeout?: number;
}

/** Sends one request to the proxy, with the name in the address as SNI, and reads the whole answer. */
export function send(
  ports: Ports,
  ca: string,
  address: string,
  options: RequestOptions,
): Promise<Answer> {
  const url = new URL(address);
  const secure = url.protocol === "https:";
  const common = {
    host: "127.0.0.1",
    port: secure ? ports.https : ports.http,
    method: options.method ?? "GET",
    path: url.pathname + url.search,
    headers: { host: options.host ?? url.hostname, ...options.headers },
    timeout: options.timeout ?? 15_000,
  };
  return new Promise((resolve, reject) => {
    const request = secure
      ? https.request({ ...common, servername: url.hostname, ca, agent: options.agent ?? false })
      : http.request({ ...common, agent: false });
    request.on("response", (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        resolve(answerOf(response, Buffer.concat(chunks)));
      });
    });
    request.on("timeout", () => request.destroy(new Error(`No answer from ${address}`)));
    request.on("error", reject);
    request.end(options.body);
  });
}

function answerOf(response: http.IncomingMessage, body: Buffer): Answer {
  const raw = response.rawHeaders;
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    lines: (name) =>
      raw.filter(
        (_, index) => index % 2 === 1 && raw[index - 1]?.toLowerCase() === name.toLowerCase(),
      ),
    body,
    text: body.toString(),
  };
}

/** Asserts that every security header of a site is there, exactly once, with the site's value. */
export function assertHeaders(answer: Answer, site: ProxySiteSpec, kind: "site" | "page"): void {
  const expected: Record<string, string> = {
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": site.headers.frameOptions,
    "Referrer-Policy": site.headers.referrerPolicy,
    "Permissions-Policy": site.headers.permissionsPolicy,
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-XSS-Protection": "0",
  };
  for (const [name, value] of Object.entries(expected)) {
    assert.deepEqual(answer.lines(name), [value], `${name} of a ${answer.status}`);
  }
  const policies = answer.lines("Content-Security-Policy");
  assert.equal(policies.length, 1, `Content-Security-Policy of a ${answer.status}`);
  if (kind === "site") assert.equal(policies[0], site.headers.contentSecurityPolicy);
  else assert.match(policies[0] ?? "", /^default-src 'none'; style-src 'sha256-/);
  assert.equal(answer.lines("X-Request-ID").length, 1);
  assert.deepEqual(answer.lines("X-Powered-By"), []);
  assert.deepEqual(answer.lines("Server"), ["nginx"]);
}

/** Asserts that an answer is one of the proxy's own pages. */
export function assertPage(
  answer: Answer,
  status: number,
  site: ProxySiteSpec,
  heading: RegExp,
): void {
  assert.equal(answer.status, status);
  assertHeaders(answer, site, "page");
  assert.match(answer.text, heading);
  assert.match(answer.text, new RegExp(`<html lang="${site.language}">`));
  assert.deepEqual(answer.lines("Content-Type"), ["text/html; charset=utf-8"]);
  assert.deepEqual(answer.lines("Cache-Control"), ["no-store"]);
  const [id] = answer.lines("X-Request-ID");
  assert.ok(
    answer.text.includes(`<code>${id ?? ""}</code>`),
    "the page shows the request's number",
  );
}
