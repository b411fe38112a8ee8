import { remembered } from "./remembered";
import { each, judgeAll } from "./unknown";
import type { Workload } from "./workload";

/** A line of a configuration file: `name = value`. */
export interface Setting {
  /** In small letters, with `_` for `-`; without the section that it stands in. */
  readonly name: string;
  /** Without quotes; "on" for a name that stands alone. */
  readonly value: string;
  /** From 1; 0 on a command line. */
  readonly line: number;
}

/** A name and behind `=` or a space its value; `php_admin_value[name]` is PHP-FPM's way to say it. */
const inFile =
  /^(?:export\s+|php_(?:admin_)?(?:value|flag)\[)?([\w.-]+)\]?(?:(?:\s*=\s*|\s+)(.*)|;?)$/;

/** `-c name=value`, where `-c` may be an argument of its own, `--name=value` and `--name`. */
const inCommand = /^(?:(?:-c\s*|--)?([a-z][\w.-]*)=(.*)|--([a-z][\w.-]*))$/is;

/**
 * Reads files of one setting a line: those of PostgreSQL and MariaDB, `.ini` files, `.env` files. Sections,
 * comments and what has another form are left out.
 */
export const settingsIn = remembered((text: string): readonly Setting[] =>
  text.split("\n").flatMap((raw, index) => {
    const [, name, value] = inFile.exec(raw.trim()) ?? [];
    return name === undefined ? [] : [setting(name, value && plain(value), index + 1)];
  }),
);

/** Visits the settings on the command line of a workload, which may be a line for a shell, with their place. */
export function eachCommandSetting(
  workload: Workload | undefined,
  visit: (setting: Setting, place: string) => void,
): void {
  if (workload === undefined) return;
  const visitAll = (entries: readonly string[] | undefined): void => {
    each(entries, (entry) => {
      const whole = settingOf(entry);
      const settings = whole.length > 0 ? whole : entry.split(/\s+/).flatMap(settingOf);
      for (const one of settings) visit(one, "its command");
    });
  };
  judgeAll([
    () => {
      visitAll(workload.entrypoint);
    },
    () => {
      visitAll(workload.command);
    },
  ]);
}

function settingOf(word: string): readonly Setting[] {
  const [, named, value, alone] = inCommand.exec(word) ?? [];
  const name = named ?? alone;
  return name === undefined ? [] : [setting(name, value, 0)];
}

function setting(name: string, value: string | undefined, line: number): Setting {
  return { name: name.toLowerCase().replaceAll("-", "_"), value: value ?? "on", line };
}

/** A value without its quotes, or up to the comment behind it. */
function plain(text: string): string {
  const [, double, single] = /^(?:"((?:\\.|""|[^"\\])*)"|'((?:\\.|''|[^'\\])*)')/.exec(text) ?? [];
  const quoted = double?.replaceAll('""', '"') ?? single?.replaceAll("''", "'");
  return quoted ?? text.replace(/\s*[#;].*$/, "").trim();
}
