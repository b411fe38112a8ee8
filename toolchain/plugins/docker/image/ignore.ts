/** Decides which files of a build context stay behind. */
export interface IgnoreRules {
  /** Whether a path (relative to the context, with `/`) is left out. */
  excludes(path: string): boolean;
  /** Whether a folder may hold files that an exception brings back, so that it must be entered. */
  mayContainExceptions(path: string): boolean;
}

interface Rule {
  readonly pattern: RegExp;
  readonly source: string;
  readonly exception: boolean;
}

/**
 * Reads a `.dockerignore`: patterns from the root of the context, `*`, `?`, `[…]`, `**`, `#` for comments and
 * `!` for exceptions; the last match decides, and a matched folder takes along what is in it.
 */
export function parseIgnore(content: string): IgnoreRules {
  const rules = content
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map(parseRule)
    .filter((rule) => rule.source !== "" && rule.source !== ".");
  const excludes = (path: string): boolean =>
    rules.reduce((out, rule) => (rule.pattern.test(path) ? !rule.exception : out), false);
  return {
    excludes,
    mayContainExceptions: (path) =>
      rules.some(({ exception, source }) => exception && couldLieIn(source, path)),
  };
}

function parseRule(line: string): Rule {
  const exception = line.startsWith("!");
  const source = (exception ? line.slice(1).trim() : line)
    .replace(/^(\.?\/)+/, "")
    .replace(/\/+$/, "");
  return { exception, source, pattern: new RegExp(`^${translate(source)}(/.*)?$`) };
}

function translate(source: string): string {
  return source
    .split(/(\*\*\/|\/\*\*$|\*\*|\*|\?|\[[^\]]*\]|\\.)/)
    .map((part) => {
      if (part === "**/") return "(.*/)?";
      if (part === "/**") return "/.*";
      if (part === "**") return ".*";
      if (part === "*") return "[^/]*";
      if (part === "?") return "[^/]";
      if (part.startsWith("[")) return part.replace(/^\[!/, "[^");
      if (part.startsWith("\\")) return part;
      return part.replace(/[.+^${}()|\\/]/g, "\\$&");
    })
    .join("");
}

function couldLieIn(source: string, folder: string): boolean {
  const wild = source.search(/[*?[]/);
  const fixed = wild === -1 ? source : source.slice(0, wild);
  return fixed.startsWith(`${folder}/`) || `${folder}/`.startsWith(fixed);
}
