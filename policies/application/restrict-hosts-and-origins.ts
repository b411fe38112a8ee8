import type { ConfigurationFile } from "../shared/configuration/configuration";
import { configurationPolicy } from "../shared/configuration/policy";
import { type DeclaredVariable, eachDeclaredVariable } from "../shared/configuration/variables";
import { isOn } from "../shared/flag";
import { settingsIn } from "../shared/settings";
import { types } from "../shared/types";
import { judgeAll } from "../shared/unknown";

/** Names under which a site may be asked for. */
const hosts = /(?:^|_)(?:ALLOWED|TRUSTED)_HOSTS?$/;

/** Sites whose pages may call this one. */
const origins = /(?:CORS|CSRF|ALLOWED|TRUSTED)\w*_(?:ORIGINS?|WHITELIST)$/;

/** What lets all of them call it. */
const anyOrigin = /^CORS_(?:ALLOW_ALL_ORIGINS|ORIGIN_ALLOW_ALL)$/;

const odoo = /(?:^|\/)(?:odoo|openerp-server)[^/]*\.conf$/;

/** A site that answers to any name, or to pages of any site, lends itself to whoever deceives its users. */
export const restrictHostsAndOrigins = configurationPolicy(
  {
    name: "restrict-hosts-and-origins",
    description: "An application answers to its own names only, and to pages that came over HTTPS.",
    severity: "high",
    anchor: "OWASP ASVS 14.5.3, CWE-346, CWE-942",
    remediation:
      "Write the names of the site, and origins that begin with https://, instead of wildcards. " +
      'Odoo: "list_db = False" and a "dbfilter" that names the database.',
  },
  [types.service],
  (subject) => {
    judgeAll([
      () => {
        eachDeclaredVariable(subject, judgeVariable);
      },
      () => {
        subject.eachConfiguration((configuration, report) => {
          configuration.eachFile((file) => {
            if (odoo.test(file.path)) judgeOdoo(file, report);
          });
        });
      },
    ]);
  },
);

function judgeVariable(variable: DeclaredVariable): void {
  const { name } = variable;
  if (hosts.test(name) && entriesOf(variable).some((host) => host.includes("*"))) {
    variable.report("lets the site answer to any name; write its own");
  }
  if (origins.test(name) && !anyOrigin.test(name) && !entriesOf(variable).every(isStrict)) {
    variable.report(
      "trusts pages of any site or without TLS; write origins that begin with https://",
    );
  }
  if (anyOrigin.test(name) && isOn(variable.value)) {
    variable.report("trusts pages of any site; write false, and list the origins");
  }
}

function judgeOdoo({ path, text }: ConfigurationFile, report: (problem: string) => void): void {
  const settings = new Map(settingsIn(text).map(({ name, value }) => [name, value]));
  if (isOn(settings.get("list_db") ?? "True")) {
    report(`${path}: shows the names of all databases; write "list_db = False"`);
  }
  if (["", ".*"].includes(settings.get("dbfilter") ?? "")) {
    report(`${path}: serves any database to anybody; write a "dbfilter" that names the one`);
  }
}

function isStrict(origin: string): boolean {
  return origin.startsWith("https://") && !origin.includes("*");
}

/** Lists are separated by commas or spaces, or written as in JSON. */
function entriesOf({ value }: DeclaredVariable): readonly string[] {
  return value.split(/[\s,;[\]"']+/).filter((entry) => entry !== "");
}
