import assert from "node:assert/strict";
import { digest, good, type Json, parse, put, refusal } from "./schema-support";

const second: Json = {
  blueprint: "django",
  image: "palier/thing:1",
  version: "1",
  host: "shop.example.org",
};

describe("rules between values of a stack configuration", () => {
  for (const tier of ["preproduction", "production"] as const) {
    for (const path of ["images/postgresql/15", "images/redis", "applications/copies/image"]) {
      it(`refuses ${path} without digest in tier ${tier}`, () => {
        assert.deepEqual(
          refusal(() => parse(put(good(tier), path, "palier/thing:1"))),
          [
            `palier:${path.replaceAll("/", ".")}: image without digest; tier ${tier} takes images as ` +
              'name@sha256:… only, found "palier/thing:1"; write the digest that the build printed, or that "docker buildx imagetools inspect palier/thing:1" shows',
          ],
        );
      });
    }

    it(`refuses a certificate authority of its own in tier ${tier}`, () => {
      assert.deepEqual(
        refusal(() => parse(put(good(tier), "proxy/tls", { source: "local-ca" }))),
        [
          `palier:proxy.tls.source: local-ca is for development only; tier ${tier} takes "folder" with the path of real certificates`,
        ],
      );
    });

    it(`refuses an engine over tcp without certificates in tier ${tier}`, () => {
      const plain = put(good(tier), "engine/endpoint", "tcp://10.0.0.1:2376");
      assert.deepEqual(
        refusal(() => parse(plain)),
        [
          `palier:engine.certificates: missing; tier ${tier} reaches a tcp:// engine with client certificates only: ` +
            "name the folder that holds ca.pem, cert.pem and key.pem",
        ],
      );
      assert.equal(
        parse(put(plain, "engine/certificates", "/etc/palier/client")).engine.certificates,
        "/etc/palier/client",
      );
    });
  }

  it("accepts a tag beside a digest", () => {
    const pinned = digest.replace("@", ":1.0@");
    const config = parse(put(good("production"), "images/redis", pinned));
    assert.equal(config.images.redis, pinned);
  });

  it("asks for the folder of certificates", () => {
    assert.deepEqual(
      refusal(() => parse(put(good("production"), "proxy/tls/path", undefined))),
      ["palier:proxy.tls.path: missing; source folder reads certificates from an absolute path"],
    );
  });

  it("refuses one host name for two applications, aliases included, and names both", () => {
    const two = put(good("development"), "applications/shop", second);
    assert.deepEqual(Object.keys(parse(two).applications), ["copies", "shop"]);
    assert.deepEqual(
      refusal(() => parse(put(two, "applications/shop/aliases", ["copies.example.org"]))),
      [
        'palier:applications.shop.aliases[0]: "copies.example.org" already belongs to application "copies" ' +
          "(palier:applications.copies.host); a host name leads to one application",
      ],
    );
  });

  it("refuses names that could not be told apart", () => {
    assert.deepEqual(
      refusal(() => parse(put(good("development"), "applications/copies-admin", second))),
      [
        'palier:applications.copies-admin: starts with the name of application "copies" and a hyphen, so that ' +
          "the secrets and containers of the two could not be told apart; choose another name",
      ],
    );
    assert.deepEqual(
      refusal(() => parse(put(good("development"), "applications/proxy", second))),
      ["palier:applications.proxy: is a reserved name; choose another one"],
    );
  });

  for (const name of ["Copies", "1copies", "a".repeat(31), "a.b", "x y", "__proto__"]) {
    it(`refuses the application name ${name}`, () => {
      const value = good("development");
      const entries = Object.entries(value.applications ?? {});
      // Made as JSON.parse makes it, because an object literal would set the prototype.
      const applications = Object.fromEntries([...entries, [name, second]]) as Json;
      const [line = "", ...rest] = refusal(() => parse({ ...value, applications }));
      assert.deepEqual(rest, []);
      assert.match(line, /: expected an application name \(a lower-case letter, /);
    });
  }
});

describe("secrets in a stack configuration", () => {
  const clear = "geheim-8931";

  it("are known by name only", () => {
    const value = { ...good("development"), "copies-email-password": clear };
    const config = parse(value, ["copies-email-password"]);
    assert.deepEqual(config.secretKeys, ["copies-email-password"]);
    assert.doesNotMatch(JSON.stringify(config), /geheim/);
  });

  const refused: readonly (readonly [string, boolean, string])[] = [
    [
      "copies-email-password",
      false,
      'palier:copies-email-password: given in clear; run ". ./env.sh", then "pulumi config set --secret palier:copies-email-password --stack test", and change the secret, because the file has shown it',
    ],
    [
      "copies-database-password",
      false,
      "palier:copies-database-password: is made by Palier itself and kept in the state; remove this entry",
    ],
    [
      "copies-smtp-password",
      false,
      "palier:copies-smtp-password: no application of this stack reads this secret; it reads: copies-email-password",
    ],
    [
      "copies-EMAIL-password",
      true,
      'palier:copies-EMAIL-password: unknown key; the secret\'s name has lower-case letters, digits and hyphens, as "copies-email-password"',
    ],
    [
      "dbPassword",
      false,
      "palier:dbPassword: unknown key; settings are: tier, role, promotion, engine, images, proxy, logging, applications, exemptions, changes, overrides; secrets are named <application>-<secret> and set with --secret",
    ],
    [
      "copeis-email-password",
      true,
      'palier:copeis-email-password: unknown key; did you mean "copies-email-password"? secrets are named <application>-<secret> and set with --secret',
    ],
  ];
  for (const [key, encrypted, line] of refused) {
    it(`refuses ${key} ${encrypted ? "encrypted" : "in clear"}, without its value`, () => {
      const value = { ...good("development"), [key]: clear };
      assert.deepEqual(
        refusal(() => parse(value, encrypted ? [key] : [])),
        [line],
      );
    });
  }

  it("refuses an encrypted setting, and does not look inside", () => {
    const value = put(good("development"), "engine/password", clear);
    assert.deepEqual(
      refusal(() => parse(value, ["engine"])),
      [
        "palier:engine: is encrypted, but settings are shown in plans and stored in clear; write it in clear, " +
          "and put a secret under a key of its own, palier:<application>-<secret>",
      ],
    );
  });

  it("never appear in a message, wherever they were written by mistake", () => {
    for (const path of [
      "applications/copies/password",
      "applications/copies/settings/password",
      "engine/password",
      "copies-password",
      "password",
    ]) {
      for (const value of [clear, [clear], { a: clear }]) {
        const broken = put(put(good("development"), path, value), "role", "none");
        assert.doesNotMatch(refusal(() => parse(broken)).join("\n"), /geheim/, path);
      }
    }
  });
});
