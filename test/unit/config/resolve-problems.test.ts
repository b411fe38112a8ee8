import assert from "node:assert/strict";

import { django } from "../../../blueprints/django";
import { ConfigurationError, type Problem } from "../../../config/errors";
import { resolve } from "../../../config/resolve";
import type { ImageLock, StackConfig } from "../../../config/stack-config";
import { imageLock } from "../../fixtures/image-lock";
import { copies, development, withCopies } from "../../fixtures/stack-config";

const digest = `registry.example.org/x@sha256:${"a".repeat(64)}`;
const production: StackConfig = {
  ...withCopies({
    image: digest,
    settings: { adminEmail: "a@b.c", emailHost: "m", emailFrom: "a@b.c" },
  }),
  tier: "production",
  images: {
    postgresql: { "15": digest },
    mariadb: {},
    mysql: {},
    redis: digest,
    nginx: digest,
    backup: digest,
  },
  proxy: { ...development.proxy, nginx: { version: "1.22.1", openssl: "3.0.17" } },
};
const needsToken = {
  ...django,
  secrets: { ...django.secrets, token: { source: "configured", requiredIn: ["production"] } },
} as const;

function problems(
  config: StackConfig,
  images: ImageLock = imageLock,
  blueprints = { django },
): readonly Problem[] {
  try {
    resolve({ project: "palier", stack: "x", config, images }, blueprints);
    return [];
  } catch (error) {
    assert.ok(error instanceof ConfigurationError, String(error));
    return error.problems;
  }
}

const limits = (memory: number) => ({ memory, cpus: undefined, cpuShares: undefined });
const size = (memory: number) => ({ count: undefined, limits: limits(memory) });
const count = (number: number) => ({ count: number, limits: undefined });
const database = { engine: undefined, version: undefined, limits: undefined };

type Row = readonly [name: string, config: StackConfig, path: string, message: string];

const table: readonly Row[] = [
  [
    "an unknown blueprint",
    withCopies({ blueprint: "djnago" }),
    "palier:applications.copies.blueprint",
    'there is no blueprint "djnago"; did you mean "django"?',
  ],
  [
    "an unknown setting",
    withCopies({ settings: { adminMail: "a" } }),
    "palier:applications.copies.settings.adminMail",
    'blueprint "django" has no such setting; did you mean "adminEmail"?',
  ],
  [
    "a setting of the wrong type",
    withCopies({ settings: { emailPort: "smtp" } }),
    "palier:applications.copies.settings.emailPort",
    'expected a whole number, found "smtp"',
  ],
  [
    "a setting with a line break",
    withCopies({ settings: { emailHost: "a\nb" } }),
    "palier:applications.copies.settings.emailHost",
    'expected a text, found "a\\nb"',
  ],
  [
    "a setting named like a method of objects",
    withCopies({ settings: { constructor: "a" } }),
    "palier:applications.copies.settings.constructor",
    'blueprint "django" has no such setting; known are: adminUsername, adminEmail, emailBackend, emailHost, emailPort, emailUser, emailUseTls, emailFrom, secretVariables, corsAllowedOrigins',
  ],
  [
    "an unknown process",
    withCopies({ processes: { wroker: count(1) } }),
    "palier:applications.copies.processes.wroker",
    'blueprint "django" has no such process; did you mean "worker"?',
  ],
  [
    "two schedulers",
    withCopies({ processes: { beat: count(2) } }),
    "palier:applications.copies.processes.beat.count",
    "expected 1, found 2; without one no job is started, with two every job is started twice",
  ],
  [
    "no scheduler",
    withCopies({ processes: { beat: count(0) } }),
    "palier:applications.copies.processes.beat.count",
    "expected 1, found 0; without one no job is started, with two every job is started twice",
  ],
  [
    "no web process",
    withCopies({ processes: { web: count(0) } }),
    "palier:applications.copies.processes.web.count",
    "expected at least 1, found 0",
  ],
  [
    "too little memory for a process",
    withCopies({ processes: { web: size(64) } }),
    "palier:applications.copies.processes.web.limits.memory",
    '64 MiB is too little for the process "web"; give it at least 192',
  ],
  [
    "too little memory for the database",
    withCopies({ database: { ...database, limits: limits(100) } }),
    "palier:applications.copies.database.limits.memory",
    "100 MiB is too little for a postgresql server; give it at least 128",
  ],
  [
    "too little memory for the cache",
    withCopies({ cache: { limits: limits(32) } }),
    "palier:applications.copies.cache.limits.memory",
    "32 MiB is too little for a Redis server; give it at least 48",
  ],
  [
    "uploads that do not fit the proxy",
    withCopies({ bodyMegabytes: 100 }),
    "palier:proxy.limits.memory",
    "256 MiB is too little for a proxy that holds two request bodies of 100 MiB; give it at least 296",
  ],
  [
    "an engine that the blueprint does not know",
    withCopies({ database: { ...database, engine: "mysql" } }),
    "palier:applications.copies.database.engine",
    'blueprint "django" does not work with mysql; choose postgresql or mariadb',
  ],
  [
    "a version that is not supported",
    withCopies({ database: { ...database, version: "14" } }),
    "palier:applications.copies.database.version",
    'postgresql 14 is not supported for blueprint "django"; choose 15, 16, 17',
  ],
  [
    "a version without an image",
    withCopies({ database: { ...database, version: "16" } }),
    "palier:images.postgresql.16",
    'missing; application "copies" uses postgresql 16; name an image for it or choose another version',
  ],
  [
    "an image that was not built",
    withCopies({ image: "palier/other:1" }),
    "palier:applications.copies.image",
    '"palier/other:1" was not built on this machine; run make images, or write repository@sha256:<64 hexadecimal digits> or the ID of an image that the engine has',
  ],
  [
    "an image that can change in production",
    {
      ...production,
      applications: {
        copies: { ...copies, settings: production.applications.copies?.settings ?? {} },
      },
    },
    "palier:applications.copies.image",
    '"palier/example-django:1.0.0" can change behind its name, which the tier production does not allow; write repository@sha256:<64 hexadecimal digits>',
  ],
  [
    "a required setting",
    {
      ...production,
      applications: {
        copies: { ...copies, image: digest, settings: { emailFrom: "a@b.c", emailHost: "m" } },
      },
    },
    "palier:applications.copies.settings.adminEmail",
    "missing; expected a text: Address of the first administrator; error reports go there.",
  ],
  [
    "an image that does not tell its versions",
    { ...production, proxy: { ...production.proxy, nginx: undefined } },
    "palier:proxy.nginx",
    `missing; the image "${digest}" does not tell its versions in labels; write version and openssl as "nginx -V" of that image prints them`,
  ],
  [
    "an unknown secret",
    { ...development, secretKeys: ["copies-emial-password"] },
    "palier:copies-emial-password",
    'no application of this stack reads this secret; did you mean "copies-email-password"?',
  ],
  ...["database-password", "database-superuser-password", "cache-password", "admin-password"].map(
    (name): Row => [
      `a secret that is made: ${name}`,
      { ...development, secretKeys: [`copies-${name}`] },
      `palier:copies-${name}`,
      "is made by Palier itself and kept in the state; remove this entry",
    ],
  ),
  // The last one is near to a secret that is made, which must not be suggested.
  ...["mysql-password", "databse-password"].map((name): Row => [
    `a secret that only ends like another: ${name}`,
    { ...development, secretKeys: [`copies-${name}`] },
    `palier:copies-${name}`,
    "no application of this stack reads this secret; it reads: copies-email-password",
  ]),
  [
    "an exemption of a container that is not there",
    { ...development, exemptions: [exemption("copies-wbe-1")] },
    "palier:exemptions[0].resource",
    'this stack has no container "copies-wbe-1"; did you mean "copies-web-1"?',
  ],
  [
    "an exemption of a volume",
    { ...development, exemptions: [exemption("copies-database-data")] },
    "palier:exemptions[0].resource",
    'this stack has no container "copies-database-data"; did you mean "copies-database"?',
  ],
  [
    "the same exemption twice",
    { ...development, exemptions: [exemption("proxy"), exemption("proxy")] },
    "palier:exemptions[1]",
    '"proxy" is exempt from require-memory-limit already; remove one of both',
  ],
];

function exemption(resource: string) {
  const reason = "the vendor's image has no limit";
  return { policy: "require-memory-limit", resource, reason, until: "2027-01-31" };
}

describe("resolve refuses", () => {
  for (const [name, config, path, message] of table) {
    it(name, () => {
      assert.deepEqual(problems(config), [{ path, message }]);
    });
  }

  it("a secret that this tier requires, with the command that sets it", () => {
    const [problem] = problems(production, {}, { django: needsToken });
    assert.deepEqual(problem, {
      path: "palier:copies-token",
      message:
        'missing; blueprint "django" needs it in the tier production; run: pulumi config set --secret palier:copies-token --stack x',
    });
    assert.deepEqual(
      problems({ ...production, secretKeys: ["copies-token"] }, {}, { django: needsToken }),
      [],
    );
  });

  it("an engine that no row of the table describes", () => {
    const need = { engines: ["mysql"], minimum: {} } as const;
    const [problem] = problems(development, imageLock, { django: { ...django, database: need } });
    assert.equal(problem?.path, "palier:applications.copies.database.engine");
    assert.match(problem.message, /^mysql cannot be deployed by this version/);
  });

  it("two applications whose parts would have one name", () => {
    const volumes = {
      ...django.volumes,
      "b-media": { path: "/b", holds: "data", writers: [] },
    } as const;
    const found = problems(
      { ...development, applications: { a: copies, "a-b": { ...copies, host: "b.localhost" } } },
      imageLock,
      { django: { ...django, volumes } },
    );
    assert.deepEqual(
      found.map(({ path, message }) => [path, message]),
      [
        [
          "palier:applications.a-b",
          'the resource name "a-b-media" is already taken by application "a"; rename one of the two',
        ],
        [
          "palier:applications.a-b",
          'the volume name "palier-x-a-b-media" is already taken by application "a"; rename one of the two',
        ],
      ],
    );
  });

  it("everything at once, in the order of the keys, with the file in front of every line", () => {
    const config = withCopies({
      processes: { beat: count(2), web: size(1) },
      settings: { nothing: 1 },
    });
    assert.throws(
      () => resolve({ project: "palier", stack: "x", config, images: {} }),
      ({ message }: Error) => {
        const lines = message.split("\n");
        assert.equal(lines.length, 9);
        assert.ok(lines.every((line) => line.startsWith("Pulumi.x.yaml: palier:")));
        return true;
      },
    );
  });
});
