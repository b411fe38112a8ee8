import assert from "node:assert/strict";

import { isRandom, isSecretName, secretIn, takesSecret } from "../../../policies/shared/secrets";

const is = (ask: (text: string) => boolean, answer: boolean, ...texts: string[]): void => {
  for (const text of texts) assert.equal(ask(text), answer, text);
};

describe("what looks like a secret", () => {
  it("is known by its name in any spelling", () => {
    is(isSecretName, true, "DB_PASSWORD", "ROOT_PASSWD", "PASSPHRASE", "client-secret", "apiToken");
    is(isSecretName, true, "CREDENTIALS", "APIKEY", "PASS", "DB_PASS", "PGPASS", "MYSQL_PWD");
    is(isSecretName, true, "DSN", "SENTRY_DSN", "KEY", "API_KEY", "KEYS_OLD", "masterUserPassword");
    is(isSecretName, true, "palier.api-key", "PASS_OLD");
  });

  it("is not what merely sounds alike", () => {
    is(isSecretName, false, "MONKEY", "KEYBOARD", "DSNAME", "COMPASS", "PASSENGERS", "PWD");
    is(isSecretName, false, "OLDPWD", "VAPID_PUBLIC_KEY", "DB_USER", "BYPASS");
  });

  it("follows an option whose name ends so", () => {
    is(takesSecret, true, "--password", "--passwd", "--pass", "PGPASSWORD", "pwd", "--api-key");
    is(takesSecret, true, "secret", "token", "--access-key", "privateKey", "secret_key");
    is(takesSecret, true, "credential", "credentials", "passphrase", "PGPASS");
    is(takesSecret, false, "--password-file", "--token-lifetime", "key", "--compass", "bypass");
  });

  it("shows by its form", () => {
    assert.equal(secretIn("postgresql://app:hunter2@db/app"), "a URL with a password");
    assert.equal(secretIn("HTTP://:hunter2@db/"), "a URL with a password");
    assert.equal(secretIn("-----BEGIN OPENSSH PRIVATE KEY-----\nx"), "a private key");
    assert.equal(secretIn("-----BEGIN PRIVATE KEY-----"), "a private key");
    for (const token of [
      `AKIA${"A7".repeat(8)}`,
      `ASIA${"A7".repeat(8)}`,
      `ghp_${"a7".repeat(18)}`,
      `github_pat_${"a7".repeat(11)}`,
      `glpat-${"a7".repeat(10)}`,
      `xoxb-${"1".repeat(10)}`,
      `sk_live_${"a7".repeat(8)}`,
      `Bearer eyJ${"a".repeat(8)}.eyJ${"b".repeat(8)}.${"c".repeat(8)}`,
    ])
      assert.equal(secretIn(token), "an access token", token);
  });

  it("shows among settings", () => {
    const settings = "a password among its settings";
    assert.equal(secretIn("host=db password=hunter2"), settings);
    assert.equal(secretIn("jdbc:postgresql://db/app?user=app&password=hunter2"), settings);
    assert.equal(secretIn("Server=db;Pwd='hunter2'"), settings);
    for (const harmless of [
      "host=db password=",
      "host=db passwordfile=/run/secrets/x",
      "--password=/run/secrets/x",
      'PGPASSWORD="" pg_dump',
      "-c lock_timeout=10s",
      "https://example.org:8443/a@b",
      "ssh://git@example.org/x",
      "-----BEGIN CERTIFICATE-----",
    ])
      assert.equal(secretIn(harmless), undefined, harmless);
  });

  it("is what was drawn at random", () => {
    is(isRandom, true, "q7Zk2mWv9sTx4Lb8RcNd", "0f1e2d3c4b5a69788796a5b4c3d2e1f0");
    is(isRandom, true, "b64/q7Zk2mWv9sTx4Lb8RcNd+x==");
  });

  it("is not what was written, however long", () => {
    is(isRandom, false, "us-east-1-prod-eu-web-7", "django.core.mail.backends.smtp.EmailBackend");
    is(isRandom, false, "123e4567-e89b-12d3-a456-426614174000", "/var/q7Zk2mWv9sTx4Lb8RcNd");
    is(isRandom, false, "copiesdatabaseproduction", "q7Zk2mWv9sTx4Lb8", "a1a1a1a1a1a1a1a1a1a1a1a1");
    is(isRandom, false, "sha256:0f1e2d3c4b5a69788796a5b4c3d2e1f0", "20260101120000000000");
    is(isRandom, false, "ProductionDatabaseServer01", "q7Zk2mWv9sTx4Lb-8RcNd");
  });
});
