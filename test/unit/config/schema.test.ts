import assert from "node:assert/strict";
import { good, type Json, parse, put, refusal } from "./schema-support";

const app = "applications/copies";
const hostForm =
  "expected a host name: lower-case letters, digits and hyphens, labels of at most 63 characters, " +
  "at least one dot, at most 253 characters";
const memoryForm = "expected a whole number of MiB from 16 to 1048576";
const cpusForm =
  'expected cores in quotes with a decimal point, as "0.5" or "1.0", from "0.01" to "512.0"';
const imageForm =
  "expected an image with a digest (name@sha256:… with 64 hexadecimal digits) or, in development, a tag (name:tag) or an ID (sha256:…)";
const titleForm = 'expected 1 to 80 characters on one line, without any of < > " \\ $ { } `';
const long = "a".repeat(64);

/** Path, value put there, and the line that has to follow the path as the operator writes it. */
const refused: readonly (readonly [string, Json | undefined, string])[] = [
  ["tier", "prod", 'palier:tier: expected development, preproduction or production, found "prod"'],
  ["role", undefined, "palier:role: missing; expected primary or standby"],
  [
    "rol",
    "primary",
    'palier:rol: unknown key; did you mean "role"? secrets are named <application>-<secret> and set with --secret',
  ],
  [`${app}/imgae`, "x", 'palier:applications.copies.imgae: unknown key; did you mean "image"?'],
  ["engine/host", "x", "palier:engine.host: unknown key; known are: endpoint, certificates"],
  ["proxy/httpPort", 70000, "palier:proxy.httpPort: expected a port from 1 to 65535, found 70000"],
  ["proxy/httpPort", 0, "palier:proxy.httpPort: expected a port from 1 to 65535, found 0"],
  ["proxy/httpPort", 80.5, "palier:proxy.httpPort: expected a port from 1 to 65535, found 80.5"],
  [
    "proxy/httpsPort",
    "443",
    'palier:proxy.httpsPort: expected a port from 1 to 65535, found "443"; write 443 without quotes',
  ],
  [
    "proxy/httpsPort",
    80,
    "palier:proxy.httpsPort: is the port of palier:proxy.httpPort too (80); write two different ports",
  ],
  [
    "proxy/limits/memory",
    "512m",
    `palier:proxy.limits.memory: ${memoryForm}, found "512m"; write 512 (MiB, without a unit and without quotes)`,
  ],
  [
    "proxy/limits/memory",
    "512",
    `palier:proxy.limits.memory: ${memoryForm}, found "512"; write 512 (MiB, without a unit and without quotes)`,
  ],
  [
    "proxy/limits/memory",
    "2g",
    `palier:proxy.limits.memory: ${memoryForm}, found "2g"; write 2048 (MiB, without a unit and without quotes)`,
  ],
  ["proxy/limits/memory", 8, `palier:proxy.limits.memory: ${memoryForm}, found 8`],
  ["proxy/limits/cpus", 0.5, `palier:proxy.limits.cpus: ${cpusForm}, found 0.5; write "0.5"`],
  ["proxy/limits/cpus", 1, `palier:proxy.limits.cpus: ${cpusForm}, found 1; write "1.0"`],
  ["proxy/limits/cpus", "1", `palier:proxy.limits.cpus: ${cpusForm}, found "1"; write "1.0"`],
  ["proxy/limits/cpus", "0.50", `palier:proxy.limits.cpus: ${cpusForm}, found "0.50"; write "0.5"`],
  ["proxy/limits/cpus", "0.0", `palier:proxy.limits.cpus: ${cpusForm}, found "0.0"`],
  [`${app}/host`, "", `palier:applications.copies.host: ${hostForm}, found an empty text`],
  [
    `${app}/host`,
    "Copies.Example.org",
    `palier:applications.copies.host: ${hostForm}, found "Copies.Example.org"; write copies.example.org`,
  ],
  [
    `${app}/host`,
    "my_copies.example.org",
    `palier:applications.copies.host: ${hostForm}, found "my_copies.example.org"; write my-copies.example.org`,
  ],
  [
    `${app}/host`,
    "école.example.org",
    `palier:applications.copies.host: ${hostForm}, found "école.example.org"; write xn--cole-9oa.example.org`,
  ],
  [
    `${app}/host`,
    "copies.example.org.",
    `palier:applications.copies.host: ${hostForm}, found "copies.example.org."; write copies.example.org`,
  ],
  [
    `${app}/host`,
    "https://copies.example.org/",
    `palier:applications.copies.host: ${hostForm}, found "https://copies.example.org/"; write the name alone, without scheme and path`,
  ],
  [`${app}/host`, "copies", `palier:applications.copies.host: ${hostForm}, found "copies"`],
  [`${app}/host`, "10.0.0.1", `palier:applications.copies.host: ${hostForm}, found "10.0.0.1"`],
  [
    `${app}/host`,
    `${long}.example.org`,
    `palier:applications.copies.host: ${hostForm}, found "${long}.example.org"`,
  ],
  [
    `${app}/aliases`,
    ["b.example.org", "c_.example.org"],
    `palier:applications.copies.aliases[1]: ${hostForm}, found "c_.example.org"`,
  ],
  [
    `${app}/aliases`,
    ["copies.example.org"],
    'palier:applications.copies.aliases[0]: "copies.example.org" is written twice for this application (palier:applications.copies.host); a host name leads to one application',
  ],
  [`${app}/image`, "thing", `palier:applications.copies.image: ${imageForm}, found "thing"`],
  [
    `${app}/version`,
    1,
    'palier:applications.copies.version: expected a version of 1 to 64 letters, digits and . + _ -, as "1.4.2", found 1; write it in quotes',
  ],
  [
    `${app}/version`,
    "1.0; rm -rf /",
    'palier:applications.copies.version: expected a version of 1 to 64 letters, digits and . + _ -, as "1.4.2", found "1.0; rm -rf /"',
  ],
  [`${app}/title`, "a\nb", `palier:applications.copies.title: ${titleForm}, found "a\\u000ab"`],
  [`${app}/title`, "$host", `palier:applications.copies.title: ${titleForm}, found "$host"`],
  [
    `${app}/headers/contentSecurityPolicy`,
    "default-src 'self'\"; return 200",
    'palier:applications.copies.headers.contentSecurityPolicy: expected 1 to 4096 printable ASCII characters on one line, without any of " \\ $, found "default-src \'self\'"; return 200"',
  ],
  [
    `${app}/settings/emailHost`,
    "geheim\nX-Evil: 1",
    "palier:applications.copies.settings.emailHost: expected a text of at most 1024 characters on one line, without invisible ones, a number, or true or false, found a text",
  ],
  [
    `${app}/processes/web/count`,
    0,
    "palier:applications.copies.processes.web.count: expected a whole number from 1 to 64, found 0",
  ],
  [
    "engine/endpoint",
    "tcp://10.0.0.1:70000",
    'palier:engine.endpoint: expected unix:///path/of/socket, ssh://user@host[:port][/path/of/socket] or tcp://host:port, found "tcp://10.0.0.1:70000"',
  ],
  [
    "engine/endpoint",
    "ssh://deploy:geheim@host",
    'palier:engine.endpoint: expected unix:///path/of/socket, ssh://user@host[:port][/path/of/socket] or tcp://host:port, found "ssh://deploy:***@host"',
  ],
  [
    "engine/certificates",
    "/etc/certificates",
    "palier:engine.certificates: is used with a tcp:// endpoint only; remove it",
  ],
  [
    "proxy/address",
    "localhost",
    'palier:proxy.address: expected an IP address, as 127.0.0.1 or 0.0.0.0, found "localhost"',
  ],
  [
    "proxy/trustedProxies",
    ["10.0.0.0/8", "10.0.0.0/33"],
    'palier:proxy.trustedProxies[1]: expected an IP address or a network, as 10.0.0.0/8, that is not the whole internet, found "10.0.0.0/33"',
  ],
  [
    "proxy/trustedProxies",
    ["0.0.0.0/0"],
    'palier:proxy.trustedProxies[0]: expected an IP address or a network, as 10.0.0.0/8, that is not the whole internet, found "0.0.0.0/0"',
  ],
  [
    "proxy/tls/path",
    "/etc/tls",
    "palier:proxy.tls.path: is used with source folder only; remove it",
  ],
  [
    "proxy/hsts",
    { maxAgeSeconds: 3600, includeSubDomains: true, preload: true },
    "palier:proxy.hsts.preload: is accepted by browsers only with includeSubDomains: true and maxAgeSeconds of at least 31536000",
  ],
  [
    "logging",
    { maxSize: 10, maxFiles: 3 },
    'palier:logging.maxSize: expected a size as "10m": a whole number followed by k, m or g, found 10; write the unit, as "10m"',
  ],
  ["logging", null, "palier:logging: expected a mapping with maxSize, maxFiles, found nothing"],
  ["applications", {}, "palier:applications: is empty; a stack needs at least one application"],
  [
    "applications",
    ["copies"],
    "palier:applications: expected a mapping by application, found a list",
  ],
];

describe("stack configuration schema", () => {
  for (const [path, value, line] of refused) {
    it(`refuses ${path} = ${value === undefined ? "nothing" : JSON.stringify(value)}`, () => {
      assert.deepEqual(
        refusal(() => parse(put(good("development"), path, value))),
        [line],
      );
    });
  }

  it("gives the values left out as defaults or undefined", () => {
    const config = parse(good("development"));
    assert.equal(config.proxy.httpPort, 80);
    assert.equal(config.proxy.httpsPort, 443);
    assert.deepEqual(config.proxy.trustedProxies, []);
    assert.deepEqual(config.applications.copies?.aliases, []);
    assert.deepEqual(config.applications.copies.processes, {});
    assert.equal(config.logging, undefined);
    assert.deepEqual(config.images.mysql, {});
  });

  it("keeps the types that a setting was written with", () => {
    const settings = { on: true, port: 587, name: "a $HOME `x` é" };
    const config = parse(put(good("development"), `${app}/settings`, settings));
    assert.deepEqual(config.applications.copies?.settings, settings);
  });

  for (const cpus of ["0.01", "0.5", "1.0", "1.25", "12.05", "512.0"]) {
    it(`accepts ${cpus} cores`, () => {
      const config = parse(put(good("development"), "proxy/limits/cpus", cpus));
      assert.equal(config.proxy.limits?.cpus, cpus);
    });
  }

  for (const endpoint of [
    "unix:///run/docker.sock",
    "tcp://10.0.0.1:2375",
    "tcp://[::1]:2376",
    "ssh://deploy@host.example.org",
    "ssh://deploy@host:2222",
    "ssh://deploy@host:2222/run/user/1000/docker.sock",
  ]) {
    it(`accepts the endpoint ${endpoint}`, () => {
      const config = parse(put(good("development"), "engine/endpoint", endpoint));
      assert.equal(config.engine.endpoint, endpoint);
    });
  }
});
