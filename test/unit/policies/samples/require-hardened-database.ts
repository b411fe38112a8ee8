import { databased, filled, uploaded, unknownFiles } from "../support/configurations";
import { both, container } from "../support/resources";
import type { Sample, Samples } from "../support/samples";
import { unknownText } from "../support/unknown";

const limit = "max_slot_wal_keep_size = 2GB";
const rule = "hostssl all all all scram-sha-256";
/** A database with these lines in its files. */
const database = (settings = "", rules = rule, main = limit): Sample =>
  databased({ "postgresql.conf": `${main}\n${settings}`, "pg_hba.conf": rules });
const mariadb = (settings: string): Sample => databased({ "my.cnf": `[mariadbd]\n${settings}` });
const command = (...words: readonly string[]): Sample => both({ command: words });
const variable = (entry: string): Sample => both({ envs: ["DEBUG=false", entry] });

const proof = /pg_hba\.conf, line 1: lets clients in without a strong proof; write "scram-sha-256"/;
const plain =
  /pg_hba\.conf, line 1: lets clients of other networks in without TLS; write "hostssl"/;
const harmful = (name: string, instead: string): RegExp =>
  new RegExp(`(?:conf|cnf), line 2: ${name} loses data or lets strangers in; write ${instead}`);
const ordered = (name: string): RegExp => new RegExp(`its command: ${name} loses data or lets`);
const full =
  /postgresql\.conf: a lost standby can fill the disk; write a size such as 2GB into "max_slot_wal_keep_size"/;
const variableProof = /variable POSTGRES_\w+ lets clients in without a strong proof/;
const empty = /variable \S+ lets its superuser in without a password; leave it out/;

export const samples: Samples = {
  levels: "- M M M",
  compliant: {
    "strong proofs over TLS": database(),
    "a command and variables": both({
      command: ["postgres", "-c", "fsync=on"],
      envs: ["POSTGRES_HOST_AUTH_METHOD=scram-sha-256", "ALLOW_EMPTY_PASSWORD="],
    }),
    "other proofs": database(
      "",
      "local all postgres peer\nhostssl all all all cert\nhost all all all reject",
    ),
    "the container itself and its own networks": database(
      "",
      "host all all 127.0.0.1/32 scram-sha-256\nhost all all samenet scram-sha-256",
    ),
    "settings that are on": database(
      "fsync = on\nfull_page_writes = true\npassword_encryption = 'scram-sha-256'\nssl_min_protocol_version = 'TLSv1.3'",
    ),
    "settings that are off in a comment": database("# fsync = off"),
    "settings of MariaDB": mariadb(
      "innodb_doublewrite = ON\ninnodb_flush_log_at_trx_commit = 1\nlocal-infile = 0\nskip-grant-tables = OFF",
    ),
    "a limit in another file": databased({
      "postgresql.conf": "port = 5432",
      "postgresql.auto.conf": limit,
    }),
    "a limit on the command line": uploaded(
      "database",
      { "/etc/postgresql/postgresql.conf": "port = 5432" },
      { command: ["postgres", "-c", "max_slot_wal_keep_size=1GB"] },
    ),
    "files that no server starts with": databased({ "extra.conf": "port = 5432" }),
    "settings of others": filled("cache", { "redis.conf": "fsync off" }),
    "files of others": databased({
      "trust.md": "fsync = off",
      "notes.txt": "host all all all trust",
    }),
    "a name that objects have": databased({ "extra.conf": "constructor = 1" }),
    "arguments of initdb": variable(
      "POSTGRES_INITDB_ARGS=--auth-host=scram-sha-256 --auth-local=peer",
    ),
    "other variables": variable("AUTH_METHOD=trust"),
    "a password that is not empty": variable("MYSQL_ALLOW_EMPTY_PASSWORD="),
    "an input that is not known, with files of others": unknownFiles(
      "cache",
      "redis.conf",
      "users.acl",
    ),
  },
  violating: {
    trust: [database("", "host all all 127.0.0.1/32 trust"), proof],
    "trust on the socket": [database("", "local all all trust"), proof],
    "an old hash": [database("", "hostssl all all all md5"), proof],
    "a password in clear": [database("", "hostssl all all all password"), proof],
    "no proof at all": [database("", "hostssl all all all"), proof],
    "other networks without TLS": [database("", "host all all all scram-sha-256"), plain],
    "the same in so many words": [database("", "hostnossl all all 10.0.0.0/8 cert"), plain],
    "several rules": [database("", "host all all all trust\nhost all all all md5"), /pg_hba/, 4],
    "another file with rules": [
      databased({ "pg_hba_extra.conf": "host all hunter2 samenet trust" }),
      /pg_hba_extra\.conf, line 1/,
    ],
    "no flush to the disk": [database("fsync = off"), harmful("fsync", "on")],
    "no whole pages": [database("full_page_writes = false"), harmful("full_page_writes", "on")],
    "old hashes of passwords": [
      database("password_encryption = md5"),
      harmful("password_encryption", "scram-sha-256"),
    ],
    "an old version of TLS": [
      database("ssl_min_protocol_version = 'TLSv1.1'"),
      harmful("ssl_min_protocol_version", "TLSv1\\.2"),
    ],
    "one that is none": [
      database("ssl_min_protocol_version = 'TLSv1.2x'"),
      harmful("ssl_min_protocol_version", "TLSv1\\.2"),
    ],
    "no second copy of a page": [
      mariadb("innodb-doublewrite = 0"),
      harmful("innodb_doublewrite", "ON"),
    ],
    "a flush a second": [
      mariadb("innodb_flush_log_at_trx_commit = 2"),
      harmful("innodb_flush_log_at_trx_commit", "1"),
    ],
    "files of clients": [mariadb("local_infile"), harmful("local_infile", "OFF")],
    "no accounts": [mariadb("skip-grant-tables"), harmful("skip_grant_tables", "OFF")],
    "the same on the command line": [
      command("mariadbd", "--skip-grant-tables"),
      ordered("skip_grant_tables"),
    ],
    "no flush to the disk, on the command line": [
      command("postgres", "-c", "fsync=off"),
      ordered("fsync"),
    ],
    "no limit": [database("", rule, "port = 5432"), full],
    "a limit that is none": [database("", rule, "max_slot_wal_keep_size = -1"), full],
    "a limit in a file that is not read": [
      databased({ "postgresql.conf": "port = 5432", "notes.txt": limit }),
      full,
    ],
    "the socket and the network of a new cluster": [
      variable("POSTGRES_INITDB_ARGS=--auth-host=trust -A md5"),
      variableProof,
    ],
    "a new cluster": [variable("POSTGRES_INITDB_ARGS=--encoding=UTF8 --auth trust"), variableProof],
    "the socket of a new cluster": [
      variable("POSTGRES_INITDB_ARGS=--auth-local=md5"),
      variableProof,
    ],
    "the network of a new cluster": [
      variable("POSTGRES_INITDB_ARGS=--auth-host trust"),
      variableProof,
    ],
    "a new cluster in short": [variable("POSTGRES_INITDB_ARGS=-A trust"), variableProof],
    "the image's own rule": [variable("POSTGRES_HOST_AUTH_METHOD=trust"), variableProof],
    "no password of MySQL": [variable("MYSQL_ALLOW_EMPTY_PASSWORD=yes"), empty],
    "no password of MariaDB": [variable("MARIADB_ALLOW_EMPTY_ROOT_PASSWORD=1"), empty],
    "no password of another image": [variable("ALLOW_EMPTY_PASSWORD=yes"), empty],
    "everything at once": [
      uploaded(
        "database",
        { "/etc/postgresql/postgresql.conf": "fsync = off" },
        { command: ["-c", "fsync=off"], envs: ["POSTGRES_HOST_AUTH_METHOD=trust"] },
      ),
      /write/,
      4,
    ],
  },
  // What is not known may hold the limit.
  decisive: ["command", "entrypoints", "uploads", "uploads.file"],
  besideUnknown: {
    "a file": container({
      uploads: [
        unknownText,
        { file: unknownText, content: unknownText },
        {
          file: "/etc/pg_hba.conf",
          content: "host all all all reject\nhost all all samenet trust",
        },
      ],
    }),
    "a variable": both({ envs: [unknownText, "POSTGRES_HOST_AUTH_METHOD=trust"] }),
    "a command": both({ command: [unknownText, "fsync=off"] }),
  },
  postponed: {
    "an input that is not known, by the names of its files": unknownFiles(
      "database",
      "pg_hba.conf",
    ),
    "a file that is not known": uploaded("database", { "/etc/pg_hba.conf": unknownText }),
    "a command that may hold the limit": uploaded(
      "database",
      { "/etc/postgresql.conf": "port = 5432" },
      { command: ["postgres", unknownText] },
    ),
  },
};
