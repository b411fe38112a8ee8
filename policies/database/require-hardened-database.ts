import type { Configuration, ConfigurationFile } from "../shared/configuration/configuration";
import { configurationPolicy } from "../shared/configuration/policy";
import { isOn } from "../shared/flag";
import { accessRulesIn, allowsPlain, isFromItself } from "../shared/postgresql/access";
import { accessFiles, eachFileSetting, serverFile } from "../shared/postgresql/files";
import { eachCommandSetting, type Setting } from "../shared/settings";
import { types } from "../shared/types";
import { judgeAll, some } from "../shared/unknown";
import { type Variable, type Workload, workloadOf } from "../shared/workload";

type Report = (problem: string) => void;

/** Ways to show who one is that can neither be read on the way nor guessed later. */
const methods = ["cert", "peer", "reject", "scram-sha-256"];

/** Settings of PostgreSQL and MariaDB that lose data or let strangers in, and what to write instead. */
const rules: Readonly<
  Record<string, readonly [isHarmful: (value: string) => boolean, instead: string]>
> = {
  fsync: [(value) => !isOn(value), "on"],
  full_page_writes: [(value) => !isOn(value), "on"],
  innodb_doublewrite: [(value) => !isOn(value), "ON"],
  innodb_flush_log_at_trx_commit: [(value) => value !== "1", "1"],
  local_infile: [isOn, "OFF"],
  password_encryption: [(value) => value !== "scram-sha-256", "scram-sha-256"],
  skip_grant_tables: [isOn, "OFF"],
  ssl_min_protocol_version: [(value) => !/^TLSv1\.[23]$/.test(value), "TLSv1.2"],
};

/** Variables by which images let a superuser in without a password. */
const emptyPasswords = /^(?:MARIADB_|MYSQL_)?ALLOW_EMPTY_(?:ROOT_)?PASSWORD$/;

/**
 * Holds files, command lines and variables to the same rules, whichever way they get to the server. A rule
 * for the server's own networks (`samenet`) may do without TLS: the networks of databases are internal,
 * which `require-internal-data-network` sees to, and whoever is on one of them is at the data already.
 */
export const requireHardenedDatabase = configurationPolicy(
  {
    name: "require-hardened-database",
    description: "A database lets nobody in without a strong proof, and loses nothing in a crash.",
    severity: "critical",
    anchor: "CIS PostgreSQL, CIS MariaDB",
    remediation:
      'Write "scram-sha-256" into every rule of pg_hba.conf, and "hostssl" for other networks than the server\'s own; ' +
      'leave "fsync" and "full_page_writes" on, and limit "max_slot_wal_keep_size".',
  },
  [types.service],
  ({ type, inputs, report, eachConfiguration }) => {
    const workload = workloadOf(type, inputs);
    judgeAll([
      () => {
        workload?.eachVariable((variable) => {
          judgeVariable(variable, report);
        });
      },
      () => {
        eachCommandSetting(workload, judgeSetting(report));
      },
      () => {
        eachConfiguration((configuration, tell) => {
          judgeAll([
            () => {
              judgeFiles(configuration, tell);
            },
            () => {
              judgeLimit(configuration, workload, tell);
            },
          ]);
        });
      },
    ]);
  },
);

function judgeVariable(variable: Variable, report: Report): void {
  const { name } = variable;
  const given = (): readonly string[] => {
    if (name === "POSTGRES_HOST_AUTH_METHOD") return [variable.value];
    if (name !== "POSTGRES_INITDB_ARGS") return [];
    return Array.from(
      variable.value.matchAll(/(?:--auth(?:-host|-local)?[=\s]\s*|-A\s*)(\S+)/g),
      ([, method = ""]) => method,
    );
  };
  if (!given().every((method) => methods.includes(method))) {
    report(`variable ${name} lets clients in without a strong proof; write scram-sha-256`);
  }
  if (emptyPasswords.test(name) && variable.value !== "") {
    report(`variable ${name} lets its superuser in without a password; leave it out`);
  }
}

function judgeFiles(configuration: Configuration, report: Report): void {
  configuration.eachFile((file) => {
    if (accessFiles.test(file.path)) judgeAccess(file, report);
    eachFileSetting(file, judgeSetting(report));
  });
}

function judgeAccess({ path, text }: ConfigurationFile, report: Report): void {
  for (const rule of accessRulesIn(text)) {
    const place = `${path}, line ${rule.line}`;
    if (!methods.includes(rule.method)) {
      report(`${place}: lets clients in without a strong proof; write "scram-sha-256"`);
    }
    if (allowsPlain(rule) && !isFromItself(rule) && rule.address !== "samenet") {
      report(`${place}: lets clients of other networks in without TLS; write "hostssl"`);
    }
  }
}

function judgeSetting(report: Report): (setting: Setting, place: string) => void {
  return ({ name, value }, place) => {
    const [isHarmful, instead] = (Object.hasOwn(rules, name) ? rules[name] : undefined) ?? [];
    if (isHarmful?.(value)) {
      report(`${place}: ${name} loses data or lets strangers in; write ${instead ?? ""}`);
    }
  };
}

/** Without a limit, a standby that stays away fills the disk with what it has not read yet. */
function judgeLimit(
  configuration: Configuration,
  workload: Workload | undefined,
  report: Report,
): void {
  let server = "";
  const isServer = some((found) => {
    configuration.eachFile(({ path }) => {
      if (!serverFile.test(path)) return;
      server = path;
      found();
    });
  });
  if (!isServer) return;
  const isLimited = some((found) => {
    const check = ({ name, value }: Setting): void => {
      if (name === "max_slot_wal_keep_size" && value !== "-1") found();
    };
    judgeAll([
      () => {
        configuration.eachFile((file) => {
          eachFileSetting(file, check);
        });
      },
      () => {
        eachCommandSetting(workload, check);
      },
    ]);
  });
  if (!isLimited) {
    report(
      `${server}: a lost standby can fill the disk; write a size such as 2GB into "max_slot_wal_keep_size"`,
    );
  }
}
