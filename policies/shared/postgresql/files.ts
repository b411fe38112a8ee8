import type { ConfigurationFile } from "../configuration/configuration";
import { type Setting, settingsIn } from "../settings";

/** Files with rules on who may connect. */
export const accessFiles = /(?:^|\/)pg_hba[^/]*\.conf$/;

/** The file that a server starts with. */
export const serverFile = /(?:^|\/)postgresql\.conf$/;

/** By their names or their folders. */
const settingFiles =
  /(?:^|\/)postgresql[^/]*\.conf$|(?:postgres|pgsql|mysql|mariadb).*\/(?!pg_hba)[^/]+\.conf$|\.cnf$/;

/** Visits the settings in a file of PostgreSQL or MariaDB, with the place of each; none in any other file. */
export function eachFileSetting(
  file: ConfigurationFile,
  visit: (setting: Setting, place: string) => void,
): void {
  if (!settingFiles.test(file.path)) return;
  for (const setting of settingsIn(file.text)) visit(setting, `${file.path}, line ${setting.line}`);
}
