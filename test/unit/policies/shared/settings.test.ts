import assert from "node:assert/strict";

import { isOn } from "../../../../policies/shared/flag";
import {
  accessRulesIn,
  allowsPlain,
  isFromItself,
} from "../../../../policies/shared/postgresql/access";
import { eachCommandSetting, settingsIn } from "../../../../policies/shared/settings";
import { ContainerWorkload } from "../../../../policies/shared/workload/container";
import { asInPreview, isUnknownValue, unknownText } from "../support/unknown";

describe("the reader of settings", () => {
  for (const [what, text, expected] of [
    ["names with values", "a = 1\nb=2\n c   3 ", ["a=1", "b=2", "c=3"]],
    ["names without capitals and hyphens", "Skip-Grant_Tables = OFF", ["skip_grant_tables=OFF"]],
    ["names that stand alone", "skip-ssl\nquick;", ["skip_ssl=on", "quick=on"]],
    ["no value", "a =\nb= # none", ["a=", "b="]],
    ["comments", "# a = 1\n; b = 2\nc = 3 # d\ne = f; g", ["c=3", "e=f"]],
    ["quotes", `a = 'it''s # x' # y\nb = "c ""d"" ; e"`, ["a=it's # x", 'b=c "d" ; e']],
    ["several words", "a = b c", ["a=b c"]],
    ["sections", "[mysqld]\na = 1", ["a=1"]],
    ["names with dots", "xdebug.mode = off", ["xdebug.mode=off"]],
    ["settings of PHP-FPM", "php_admin_value[display_errors] = 1", ["display_errors=1"]],
    ["flags of PHP-FPM", "php_flag[display_errors] = on", ["display_errors=on"]],
    ["lines of a shell", "export DEBUG=1", ["debug=1"]],
    ["lines with a carriage return", "a = 1\r\nb = 2\r", ["a=1", "b=2"]],
    ["nothing else", "<?php $a = 1;\n{ }\n", []],
  ] as const) {
    it(`reads ${what}`, () => {
      const found = settingsIn(text).map(({ name, value }) => `${name}=${value}`);
      assert.deepEqual(found, expected);
    });
  }

  it("counts lines", () => {
    assert.deepEqual(
      settingsIn("# a\n\nb = 1").map(({ line }) => line),
      [3],
    );
  });

  it("reads a command line, its entry point included, and goes on where something is unknown", () => {
    const workload = new ContainerWorkload(
      asInPreview({
        entrypoints: ["postgres", "-c", "fsync=off"],
        command: [
          "--innodb-doublewrite=0",
          "--skip-grant-tables",
          unknownText,
          "-ca.b=1 2",
          "sh -c 'x' --data=1 -c c=2",
          "-c",
        ],
      }),
    );
    const found: string[] = [];
    assert.throws(() => {
      eachCommandSetting(workload, ({ name, value }) => found.push(`${name}=${value}`));
    }, isUnknownValue);
    assert.deepEqual(found, [
      "fsync=off",
      "innodb_doublewrite=0",
      "skip_grant_tables=on",
      "a.b=1 2",
      "data=1",
      "c=2",
    ]);
  });
});

describe("a switch", () => {
  it("is off in every spelling that frameworks take", () => {
    for (const value of ["", " ", "0", "F", "False", "n", "NO", "none", "null", "off", "disabled"])
      assert.ok(!isOn(value), value);
    for (const value of ["1", "true", "on", "yes", "app:*"]) assert.ok(isOn(value), value);
  });
});

describe("the reader of pg_hba.conf", () => {
  const read = (line: string) => accessRulesIn(line)[0];

  it("reads the parts of a rule", () => {
    const text = '# TYPE\n\nhostssl  all,"app"  app  10.0.0.0/8  SCRAM-SHA-256 clientcert=1 # x';
    assert.deepEqual(accessRulesIn(text), [
      {
        type: "hostssl",
        databases: ["all", "app"],
        address: "10.0.0.0/8",
        method: "scram-sha-256",
        line: 3,
      },
    ]);
  });

  it("reads a rule for the socket, and one with a mask", () => {
    assert.equal(read("local all all peer")?.method, "peer");
    assert.equal(read("local all all peer")?.address, undefined);
    assert.equal(read("host all all 10.0.0.0 255.0.0.0 md5")?.method, "md5");
    assert.equal(read("host all all fe80:: ffff:: md5")?.method, "md5");
  });

  it("leaves out what is no rule", () => {
    assert.deepEqual(accessRulesIn("include other.conf\n@file\nhosts all all all trust"), []);
    assert.equal(read("host all all all")?.method, "");
  });

  it("tells rules for the container itself", () => {
    for (const address of ["127.0.0.1/32", "::1/128", "::1", "localhost", "samehost"])
      assert.ok(isFromItself({ ...rule, address }), address);
    assert.ok(isFromItself({ ...rule, address: undefined }));
    for (const address of ["samenet", "0.0.0.0/0", "::1234/128", "all", "localhost.example.org"])
      assert.ok(!isFromItself({ ...rule, address }), address);
  });

  it("tells rules that do without TLS", () => {
    for (const type of ["host", "hostnossl", "hostnogssenc"])
      assert.ok(allowsPlain({ ...rule, type }), type);
    for (const type of ["local", "hostssl", "hostgssenc"])
      assert.ok(!allowsPlain({ ...rule, type }), type);
    assert.ok(!allowsPlain({ ...rule, method: "reject" }));
  });
});

const rule = { type: "host", databases: ["all"], address: "all", method: "scram-sha-256", line: 1 };
