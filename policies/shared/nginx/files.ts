import type { Configuration, ConfigurationFile } from "../configuration/configuration";
import { each, known, unknownIn } from "../unknown";
import { type Directive, parseNginx } from "./parse";

/** nginx looks for relative paths here, as it is built everywhere. */
const prefix = "/etc/nginx/";

/** Names of files that nginx may read, for folders of its own also without an ending (`sites-enabled/default`). */
const names = /\.conf(?:\.template)?$|\/nginx\/(?:[^/]+\/)*[^./]+$/;

/** The files of a configuration that nginx reads. */
export class NginxFiles {
  readonly #files: ConfigurationFile[] = [];
  readonly #included = new Map<string, readonly ConfigurationFile[]>();
  readonly #unknownPath: Error | undefined;

  constructor(configuration: Configuration) {
    this.#unknownPath = unknownIn(() => {
      configuration.eachFile((file) => {
        if (names.test(file.path)) this.#files.push(file);
      });
    });
  }

  /** What nginx starts with, or what files that are not to be seen include: those that no other one includes. */
  get roots(): readonly ConfigurationFile[] {
    const patterns = this.#files.flatMap((file) =>
      known(() => includesIn(parseNginx(file.text)), []),
    );
    const meant = new Set([...new Set(patterns)].flatMap((pattern) => this.#find(pattern)));
    return this.#files.filter((file) => !meant.has(file));
  }

  /** Files that an `include` names; empty for those that the image brings. */
  included(pattern: string): readonly ConfigurationFile[] {
    const found = this.#find(pattern);
    if (found.length === 0) this.requireKnownPaths();
    return found;
  }

  #find(pattern: string): readonly ConfigurationFile[] {
    const known = this.#included.get(pattern);
    if (known !== undefined) return known;
    const found = this.#files.filter(({ path }) => isMeant(pattern, path));
    // Every site includes the same few.
    this.#included.set(pattern, found);
    return found;
  }

  /** Throws when there is a file of which a preview does not know where it is. */
  requireKnownPaths(): void {
    if (this.#unknownPath) throw this.#unknownPath;
  }

  /** Throws when there is a file of which a preview does not know what is in it. */
  requireKnownTexts(): void {
    each(this.#files, (file) => file.text);
  }
}

function includesIn(directives: readonly Directive[]): readonly string[] {
  return directives.flatMap(({ name, parameters, body }) =>
    name === "include" ? parameters : includesIn(body ?? []),
  );
}

/** Files of a volume do not know where it is mounted, so the end of the path decides. */
function isMeant(pattern: string, path: string): boolean {
  const wanted = (pattern.startsWith("/") ? pattern : prefix + pattern).split("/");
  const given = path.split("/");
  // The first part of an absolute path is empty, and so is that of what is wanted.
  const last = wanted.slice(-given.length);
  return (
    last.length === given.length && last.every((part, index) => isNamed(part, given[index] ?? ""))
  );
}

/** A part of a path with `*` and `?`, as in the shell. */
function isNamed(part: string, name: string): boolean {
  const pattern = part
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${pattern}$`).test(name);
}
