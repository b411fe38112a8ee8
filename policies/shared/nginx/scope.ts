import { each, judgeAll, unknownIn } from "../unknown";
import type { NginxFiles } from "./files";
import { type Directive, parseNginx } from "./parse";

/** A directive, and the file that it stands in. */
interface Placed {
  readonly directive: Directive;
  readonly file: string;
}

/** Files that include each other in a circle are refused by nginx. */
const deepest = 20;

/**
 * A block of nginx's configuration with what it includes. What an unknown file may hold counts only where
 * it could make a difference, and throws there.
 */
export class Scope {
  readonly #contents: readonly Placed[];
  readonly #unknown: Error | undefined;
  #blocks: readonly Scope[] | undefined;

  constructor(
    private readonly files: NginxFiles,
    private readonly head: Placed,
    /** The block around, from which most directives are inherited. */
    private readonly outer: Scope | undefined,
  ) {
    const contents: Placed[] = [];
    this.#unknown = unknownIn(() => {
      collect(files, head, contents, 0);
    });
    this.#contents = contents;
  }

  /** A file on its own, with nothing around it but what files that are not known yet may put there. */
  static ofFile(files: NginxFiles, path: string, text: string): Scope {
    const directive = { name: "", parameters: [], line: 1, body: parseNginx(text) };
    return new Scope(files, { directive, file: path }, undefined);
  }

  /** `server`, `location`, … */
  get name(): string {
    return this.head.directive.name;
  }

  /** What stands between its name and its braces. */
  get parameters(): readonly string[] {
    return this.head.directive.parameters;
  }

  /** Where it begins, for messages. */
  get place(): string {
    const { file, directive } = this.head;
    return `${file}, line ${directive.line}`;
  }

  /** Parameters of the directives with a name in this block itself. */
  own(name: string): readonly (readonly string[])[] {
    return this.#contents
      .filter(({ directive }) => directive.name === name)
      .map(({ directive }) => directive.parameters);
  }

  /** Whether this block itself has such a directive. */
  has(name: string, fulfils: (parameters: readonly string[]) => boolean = () => true): boolean {
    if (this.own(name).some(fulfils)) return true;
    this.#requireKnown();
    return false;
  }

  /** Whether such a directive is in force here: the nearest block that has any of that name decides, alone. */
  isInForce(name: string, fulfils: (parameters: readonly string[]) => boolean): boolean {
    const nearest = this.nearest(name);
    return nearest?.has(name, fulfils) ?? false;
  }

  /** Parameters of the directives with a name that are in force here; empty where the default is. */
  inForce(name: string): readonly (readonly string[])[] {
    return this.nearest(name)?.own(name) ?? [];
  }

  /** Visits the blocks in it. */
  eachBlock(visit: (block: Scope) => void): void {
    // They are visited by several policies, and by one of them several times.
    this.#blocks ??= this.#contents
      .filter(({ directive }) => directive.body !== undefined)
      .map((head) => new Scope(this.files, head, this));
    const blocks = this.#blocks;
    judgeAll([
      () => {
        each(blocks, visit);
      },
      () => {
        this.#requireKnown();
      },
    ]);
  }

  private nearest(name: string): Scope | undefined {
    if (this.own(name).length > 0) return this;
    this.#requireKnown();
    if (this.outer === undefined) this.files.requireKnownTexts();
    // Nothing of what stands around it is in force inside.
    return this.name === "http" ? undefined : this.outer?.nearest(name);
  }

  #requireKnown(): void {
    if (this.#unknown) throw this.#unknown;
  }
}

function collect(
  files: NginxFiles,
  { directive, file }: Placed,
  into: Placed[],
  depth: number,
): void {
  if (depth > deepest) return;
  each(directive.body, (inner) => {
    if (inner.name !== "include") {
      into.push({ directive: inner, file });
      return;
    }
    each(files.included(inner.parameters[0] ?? ""), ({ path, text }) => {
      const body = parseNginx(text);
      collect(files, { directive: { ...inner, body }, file: path }, into, depth + 1);
    });
  });
}
