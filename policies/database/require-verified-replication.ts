import type { ConfigurationFile } from "../shared/configuration/configuration";
import { configurationPolicy } from "../shared/configuration/policy";
import { accessRulesIn, allowsPlain, isFromItself } from "../shared/postgresql/access";
import { accessFiles, eachFileSetting } from "../shared/postgresql/files";
import { eachCommandSetting, type Setting } from "../shared/settings";
import { types } from "../shared/types";
import { judgeAll } from "../shared/unknown";
import { workloadOf } from "../shared/workload";

type Report = (problem: string) => void;

/** What the address of the primary has to hold, and what to write. */
const wanted = [
  [/(?:^|[\s?&])sslmode\s*=\s*'?verify-full(?:['\s&]|$)/, "sslmode=verify-full"],
  [/(?:^|[\s?&])channel_binding\s*=\s*'?require(?:['\s&]|$)/, "channel_binding=require"],
] as const;

const password = /(?:^|[\s?&])password\s*=|:\/\/[^\s/@:]*:[^\s/@]+@/;

/** A standby crosses networks with every row: it has to know whom it talks to, and so has the primary. */
export const requireVerifiedReplication = configurationPolicy(
  {
    name: "require-verified-replication",
    description:
      "A standby checks whose data it copies, and no password stands in a file of settings.",
    severity: "high",
    anchor: "PostgreSQL documentation, SSL support",
    remediation:
      'Write "sslmode=verify-full channel_binding=require passfile=…" into "primary_conninfo", and "hostssl" into the ' +
      'rules of pg_hba.conf for "replication".',
  },
  [types.service],
  ({ type, inputs, report, eachConfiguration }) => {
    const workload = workloadOf(type, inputs);
    judgeAll([
      () => {
        eachCommandSetting(workload, judgeSetting(report));
      },
      () => {
        eachConfiguration((configuration, tell) => {
          configuration.eachFile((file) => {
            judgeFile(file, tell);
          });
        });
      },
    ]);
  },
);

function judgeFile(file: ConfigurationFile, report: Report): void {
  const { path } = file;
  if (accessFiles.test(path)) {
    for (const rule of accessRulesIn(file.text)) {
      if (!rule.databases.includes("replication") || isFromItself(rule) || !allowsPlain(rule))
        continue;
      report(`${path}, line ${rule.line}: lets a standby copy without TLS; write "hostssl"`);
    }
  }
  eachFileSetting(file, judgeSetting(report));
}

function judgeSetting(report: Report): (setting: Setting, place: string) => void {
  return ({ name, value }, place) => {
    if (name !== "primary_conninfo" || value === "") return;
    for (const [pattern, text] of wanted) {
      if (pattern.test(value)) continue;
      report(
        `${place}: does not check whose data it copies; write "${text}" into "primary_conninfo"`,
      );
    }
    if (!password.test(value)) return;
    report(`${place}: holds a password in clear; write "passfile" into "primary_conninfo" instead`);
  };
}
