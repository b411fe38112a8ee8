import assert from "node:assert/strict";

import { disallowSecretInEnvironment } from "../../../../../policies/docker/container/disallow-secret-in-environment";
import { containerCases } from "../../support/cases";
import { judge } from "../../support/harness";
import { container } from "../../support/resources";
import { unknownList, unknownText } from "../../support/unknown";

const env = (...envs: string[]): object => ({ envs });

containerCases(disallowSecretInEnvironment, {
  accepts: {
    "no variables": { envs: undefined },
    "a variable without a value": env("SECRET_KEY="),
    "names that merely sound alike": env("MONKEY=1", "KEYBOARD=azerty"),
    "a URL with a user but no password": env("REPOSITORY=ssh://git@example.org/x"),
    "a URL with a port and an address after it": env("LINK=https://example.org:8443/a@b"),
  },
  refuses: {
    "a password": [env("DB_PASSWORD=hunter2"), /variable DB_PASSWORD holds a secret/],
    "a key": [env("SECRET_KEY=hunter2"), /into SECRET_KEY_FILE/],
    "a key at the end": [env("API_KEY=hunter2"), /variable API_KEY/],
    "a lower-case token": [env("github_token=hunter2"), /variable github_token/],
    "a secret in place of its file": [env("DB_PASSWORD_FILE=hunter2"), /absolute path of a file/],
    "a connection URL": [
      env("DATABASE_URL=postgresql://app:hunter2@db/app"),
      /URL with a password/,
    ],
    "a URL without a user": [env("BROKER=redis://:hunter2@cache:6379/0"), /URL with a password/],
    "a value with equal signs": [env("TOKEN=aHVudGVyMg=="), /variable TOKEN/],
  },
  refusesBesideUnknown: { "an unknown variable": env(unknownText, "DB_PASSWORD=hunter2") },
  postpones: {
    "an unknown variable": env("DEBUG=false", unknownText),
    "unknown variables": { envs: unknownList },
  },
});

describe("disallow-secret-in-environment", () => {
  it("never shows the value", async () => {
    const inputs = env("DB_PASSWORD=hunter2", "DATABASE_URL=mysql://u:hunter2@db/x");
    const { violations } = await judge(disallowSecretInEnvironment, container(inputs));
    assert.equal(violations.length, 2);
    assert.doesNotMatch(violations.join("\n"), /hunter2/);
  });

  it("lets a tier name variables that are none", async () => {
    const inputs = container(env("TOKEN_LIFETIME=3600", "TOKEN=x"));
    const { violations } = await judge(disallowSecretInEnvironment, inputs, {
      harmless: ["TOKEN_LIFETIME"],
    });
    assert.equal(violations.length, 1, violations.join("\n"));
    assert.match(violations[0] ?? "", /variable TOKEN /);
  });
});
