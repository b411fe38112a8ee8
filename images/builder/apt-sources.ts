/** One package source of apt: an address with its suites and components. */
export interface AptSource {
  /** Address of the archive, without a slash at the end. */
  readonly uri: string;
  /** Suites, for example `bookworm` and `bookworm-updates`. */
  readonly suites: readonly string[];
  /** Components, for example `main`. */
  readonly components: readonly string[];
  /** Key ring that signs it; empty when apt's own key rings do. */
  readonly signedBy: string;
  /** Whether the host accepts it without a signature. */
  readonly trusted: boolean;
}

/**
 * Parses a file in the deb822 format (`*.sources`). Disabled and source-only entries are left out.
 */
export function parseDeb822(text: string): AptSource[] {
  const paragraphs = text
    .split("\n")
    .filter((line) => !line.startsWith("#"))
    .join("\n")
    .split(/\n\s*\n/);
  return paragraphs.map(fields).filter(isEnabledBinary).flatMap(sourcesOf);
}

/** Parses a file in the format of one line per source (`*.list`). */
export function parseOneLine(text: string): AptSource[] {
  return text.split("\n").flatMap((line) => {
    const match = /^\s*deb\s+(?:\[([^\]]*)\]\s*)?(\S+)\s+(\S+)\s*([^#]*)/.exec(line);
    if (!match) return [];
    const [, options = "", uri = "", suite = "", components = ""] = match;
    const option = new Map(options.split(/\s+/).map((pair) => splitAt(pair, "=")));
    return [
      {
        uri: withoutSlash(uri),
        suites: [suite],
        components: words(components),
        signedBy: option.get("signed-by") ?? "",
        trusted: option.get("trusted") === "yes",
      },
    ];
  });
}

/**
 * Keeps the sources that are Debian's own archive of the host's release, and turns them to another
 * release. Other vendors' archives are told by their key ring, their suite or their components.
 */
export function debianSources(
  sources: readonly AptSource[],
  hostRelease: string,
  release: string,
): AptSource[] {
  const wanted = new Map(
    ["", "-updates", "-security"].map((pocket) => [hostRelease + pocket, release + pocket]),
  );
  return sources.flatMap((source) => {
    const suites = source.suites.flatMap((suite) => wanted.get(suite) ?? []);
    const isDebian =
      source.components.includes("main") &&
      /^(https?|mirror\+https?):/.test(source.uri) &&
      (source.signedBy === "" || source.signedBy.includes("debian-archive"));
    return isDebian && suites.length > 0
      ? [{ ...source, suites, components: ["main"], signedBy: "" }]
      : [];
  });
}

/** Writes sources in the format of one line each, in which both mmdebstrap and apt read them. */
export function renderSources(sources: readonly AptSource[]): string {
  const lines = sources.flatMap(({ uri, suites, components, trusted }) =>
    suites.map((suite) =>
      ["deb", ...(trusted ? ["[trusted=yes]"] : []), uri, suite, ...components].join(" "),
    ),
  );
  return [...new Set(lines)].map((line) => `${line}\n`).join("");
}

type Fields = ReadonlyMap<string, string>;

function fields(paragraph: string): Fields {
  const unfolded = paragraph.replace(/\n[ \t]+/g, " ");
  return new Map(
    unfolded.split("\n").map((line) => {
      const [name, value] = splitAt(line, ":");
      return [name.trim().toLowerCase(), value.trim()];
    }),
  );
}

function isEnabledBinary(entry: Fields): boolean {
  const disabled = /^(no|false|without|off|disable|0)$/i.test(entry.get("enabled") ?? "yes");
  return !disabled && words(entry.get("types") ?? "").includes("deb");
}

function sourcesOf(entry: Fields): AptSource[] {
  return words(entry.get("uris") ?? "").map((uri) => ({
    uri: withoutSlash(uri),
    suites: words(entry.get("suites") ?? ""),
    components: words(entry.get("components") ?? ""),
    signedBy: entry.get("signed-by") ?? "",
    trusted: entry.get("trusted") === "yes",
  }));
}

function words(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== "");
}

function withoutSlash(uri: string): string {
  return uri.replace(/\/+$/, "");
}

function splitAt(text: string, separator: string): [string, string] {
  const index = text.indexOf(separator);
  return index < 0 ? [text, ""] : [text.slice(0, index), text.slice(index + separator.length)];
}
