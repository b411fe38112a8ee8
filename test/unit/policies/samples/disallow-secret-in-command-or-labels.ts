import { types } from "../../../../policies/shared/types";
import { both, container, labelled, resource, service } from "../support/resources";
import { configured, type Samples, variants } from "../support/samples";
import { unknownList, unknownText } from "../support/unknown";

const command = (...words: string[]) => both({ command: words });
const shell = (line: string) => both({ command: ["sh", "-c", line] });
const check = (...tests: string[]) => both({ healthcheck: { tests } });
const label = (name: string, value: string) =>
  both({ labels: [...labelled({ component: "web" }), { label: name, value }] });
const local = (inputs: object) => resource(types.localCommand, inputs);
const words = ["nginx", "--quiet", "--quiet", "--quiet"];
const option = /"(?:taskSpec\.containerSpec\.args|command)" holds a password behind an option; let/;
const labelled2 = /label \S+ holds a secret; leave it out of "labels"/;

export const samples: Samples = {
  levels: "M M M M",
  compliant: {
    "nothing of the kind": both({ command: words, healthcheck: { tests: ["CMD", ...words] } }),
    "an operation": local({ create: "node release/main.ts", stdin: unknownText }),
    "a password's file": command("mysqld", "--password-file", "secret", "--token=/run/secrets/x"),
    "an option with the path of a file": command("server", "--secret", "/run/secrets/key"),
    "an option without a value": command("server", "--password", "--verbose"),
    "an option at the end": command("server", "--password"),
    "an option before a pipe": shell("dump --password | gzip"),
    "a word that is no option": command("create", "token", "lists"),
    "what a shell fills in": shell(
      'PGPASSWORD="$(cat /run/secrets/x)" psql --password "$WORD" --token `cat /x` ${A:-b}',
    ),
    "a user without rights": check("CMD", "redis-cli", "--user", "probe", "--pass", "none", "ping"),
    "short options of other programs": command("cp", "-a", "from", "to", "-p", "x", "-u", "y"),
    "the same with short options": shell('curl -u "$NAME:$WORD" site; redis-cli -a $WORD ping'),
    "paths in quotes": shell("server --token '/run/secrets/x'"),
    "other options of these programs": command("sshpass", "-f", "/run/x", "ssh", "host"),
    "other options of downloads": command("curl", "-s", "host", "path"),
    "other options of databases": command("mysql", "-h", "db", "app"),
    "attached options of other programs": command("sort", "-unique", "-parallel"),
    "no health check": both({ healthcheck: undefined }),
    "labels that say nothing of the kind": label("palier.exempt.disallow-secret-in-x", "until"),
    "an empty label": label("api-token", ""),
    "a label that nobody looks at": label("palier.files", unknownText),
    "what the tier calls harmless": configured(
      { harmlessLabels: ["token-lifetime"], placeholders: ["dummy"] },
      container({
        command: ["x", "--password", "dummy"],
        labels: [{ label: "token-lifetime", value: "1" }],
      }),
      service({ command: ["x", "--password", "dummy"] }),
    ),
  },
  violating: {
    "a password behind its option": [command("server", "--password", "hunter2"), option],
    "a password joined to its option": [
      command("server", "--admin-password=hunter2"),
      /holds a password among its settings; let the process/,
    ],
    "a password in quotes": [shell("server --token 'hunter2' run"), option],
    "a password that is not known to be none": [
      configured({ placeholders: [] }, container({ command: ["x", "--password", "none"] })),
      option,
    ],
    "a password of the cache": [command("redis-cli", "-a", "hunter2", "ping"), option],
    "a password of another cache": [command("/usr/bin/valkey-cli", "-a", "hunter2"), option],
    "a password in one line for a shell": [shell("'redis-cli' -a hunter2 ping"), option],
    "a password of a remote host": [command("sshpass", "-p", "hunter2", "ssh", "host"), option],
    "one that is attached": [command("sshpass", "-phunter2", "ssh", "host"), option],
    "a password of a download": [command("curl", "-u", "app:hunter2", "site"), option],
    "the same, spelt out": [command("curl", "--user", "app:hunter2", "site"), option],
    "the same, attached": [command("curl", "-uapp:hunter2", "site"), option],
    "a password of a database": [command("mysql", "-phunter2"), option],
    "a password of its dump": [command("mysqldump", "-phunter2"), option],
    "a password of its administrator": [command("mysqladmin", "-phunter2"), option],
    "a password of the other's dump": [command("mariadb-dump", "-phunter2"), option],
    "a password of the other's administrator": [command("mariadb-admin", "-phunter2"), option],
    "a URL with a password": [
      command("worker", "redis://:hunter2@cache/0"),
      /holds a URL with a password/,
    ],
    "a password in the entry point": [
      both({ entrypoints: ["sh", "-c", "PGPASSWORD=hunter2 start"] }),
      /"(?:entrypoints|taskSpec\.containerSpec\.commands)" holds a password among/,
    ],
    "a password in the health check": [
      check("CMD", "redis-cli", "-a", "hunter2", "ping"),
      /"[\w.]*healthcheck" holds a password behind an option/,
    ],
    "a secret in the health check's shell": [
      check("CMD-SHELL", "psql postgres://app:hunter2@localhost/"),
      /holds a URL with a password/,
    ],
    "a label that is called a secret": [label("api-token", "hunter2"), labelled2],
    "a label with a URL": [label("link", "https://app:hunter2@example.org"), labelled2],
    "one that is known behind one that is not": [
      variants(
        container({
          labels: [
            { label: "palier.files", value: unknownText },
            { label: "api-token", value: "hunter2" },
          ],
        }),
      ),
      labelled2,
    ],
    "a password in a command": [
      variants(
        local({ create: "server --password hunter2" }),
        resource(types.remoteCommand, { create: "mysql -phunter2" }),
      ),
      /"create" holds a password behind an option/,
    ],
    "a password in an update": [local({ update: "TOKEN=hunter2 run" }), /"update" holds a pass/],
    "a password in a removal": [local({ delete: "TOKEN=hunter2 run" }), /"delete" holds a pass/],
  },
  besideUnknown: {
    "a password behind an unknown word": both({ command: [unknownText, "--password", "hunter2"] }),
    "a label": both({ command: unknownList, labels: [{ label: "token", value: "hunter2" }] }),
  },
  postponed: {
    "an unknown password": command("server", "--password", unknownText, "run"),
    "an unknown command": local({ create: unknownText }),
  },
};
