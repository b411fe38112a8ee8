import { databased, uploaded, unknownFiles } from "../support/configurations";
import { both } from "../support/resources";
import type { Sample, Samples } from "../support/samples";
import { unknownText } from "../support/unknown";

const verified =
  "host=primary user=standby sslmode=verify-full channel_binding=require passfile=/run/secrets/pgpass";
const standby = (conninfo: string): Sample =>
  databased({
    "postgresql.conf": `hot_standby = on\nprimary_conninfo = '${conninfo}'`,
    "pg_hba.conf": "hostssl replication standby all scram-sha-256",
  });
const primary = (rules: string): Sample => databased({ "pg_hba.conf": rules });
const unverified = /postgresql\.conf, line 2: does not check whose data it copies; write "sslmode=/;
const unbound = /line 2: does not check whose data it copies; write "channel_binding=require"/;
const clear = /line 2: holds a password in clear; write "passfile"/;
const plain = /pg_hba\.conf, line 1: lets a standby copy without TLS; write "hostssl"/;

export const samples: Samples = {
  levels: "- A M M",
  compliant: {
    "a standby that checks": standby(verified),
    "a command of a standby that checks": both({
      command: ["postgres", "-c", `primary_conninfo=${verified}`],
    }),
    "an address with quotes": standby(
      "sslmode = ''verify-full'' channel_binding=''require'' host=a passfile=/a",
    ),
    "an address as a URL": standby(
      "postgresql://standby@primary/?sslmode=verify-full&channel_binding=require&passfile=/a",
    ),
    "a URL in another order": standby(
      "postgresql://a/?channel_binding=require&sslmode=verify-full",
    ),
    "the binding in front": standby("channel_binding=require sslmode=verify-full host=a"),
    "a primary": standby(""),
    "rules over TLS, for the container itself, or that refuse": primary(
      "hostssl replication all all cert\nlocal replication all peer\nhost replication all 127.0.0.1/32 cert\nhost replication all all reject",
    ),
    "rules for others": primary("host all all samenet scram-sha-256"),
    "a file of others": databased({ "notes.txt": "primary_conninfo = 'host=a'" }),
    "a setting of another name": databased({ "extra.conf": "conninfo = host=a" }),
    "an input that is not known, with files of others": unknownFiles(
      "cache",
      "redis.conf",
      "users.acl",
    ),
  },
  violating: {
    "a standby that checks the certificate alone": [
      standby(verified.replace("verify-full", "verify-ca")),
      unverified,
    ],
    "a word that only begins like it": [
      standby(verified.replace("verify-full", "verify-full-x")),
      unverified,
    ],
    "a name that only ends like it": [standby(verified.replace("sslmode", "xsslmode")), unverified],
    "no channel binding": [standby(verified.replace("channel_binding=require", "")), unbound],
    "a channel binding where possible": [standby(verified.replace("=require", "=prefer")), unbound],
    "one that only begins like it": [standby(verified.replace("=require", "=required")), unbound],
    "one whose name only ends like it": [standby(verified.replace("channel", "xchannel")), unbound],
    "neither of both": [standby("host=primary"), /does not check/, 2],
    "a password": [standby(`${verified} password=hunter2`), clear],
    "a password at the front": [standby(`password = hunter2 ${verified}`), clear],
    "a password in a URL": [
      standby("postgres://a:hunter2@b/?sslmode=verify-full&channel_binding=require"),
      clear,
    ],
    "a password behind a URL": [
      standby("postgres://b/?sslmode=verify-full&channel_binding=require&password=hunter2"),
      clear,
    ],
    "a command of a standby": [
      both({ command: ["postgres", "-c", `primary_conninfo=${verified} password=hunter2`] }),
      /its command: holds a password in clear/,
    ],
    "a rule without TLS": [primary("host replication standby samenet scram-sha-256"), plain],
    "a rule for several databases": [primary("hostnossl all,replication all all cert"), plain],
  },
  besideUnknown: {
    "a command": both({ command: [unknownText, "primary_conninfo=host=a"] }),
  },
  postponed: {
    "an input that is not known, by the names of its files": unknownFiles(
      "database",
      "postgresql.conf",
    ),
    "a file that is not known": uploaded("database", { "/etc/postgresql.conf": unknownText }),
  },
};
