/** One thing that is wrong with a configuration. */
export interface Problem {
  /** Where, as `pulumi config set --path` spells it, for example `palier:proxy.httpPort`; "" for the whole file. */
  readonly path: string;
  /** What was expected, what was found and what to do, in one line, without any secret. */
  readonly message: string;
}

/**
 * The only error that reading or resolving a configuration throws: every problem at once, one line
 * each, so that a file is corrected in one go.
 */
export class ConfigurationError extends Error {
  /** What was read, for example `Pulumi.prod.yaml`. */
  readonly origin: string;
  /** At least one, ordered by path. */
  readonly problems: readonly Problem[];
  /**
   * The mark by which Pulumi's SDK knows its own `RunError`: the message is shown without a stack
   * trace. Written out, because tools use this error without loading the SDK.
   */
  readonly __pulumiRunError = true;

  constructor(origin: string, problems: readonly Problem[]) {
    const ordered = [...problems].sort((a, b) => compare(a.path, b.path));
    super(ordered.map((problem) => line(origin, problem)).join("\n"));
    this.name = "ConfigurationError";
    this.origin = origin;
    this.problems = ordered;
  }
}

function line(origin: string, { path, message }: Problem): string {
  return path === "" ? `${origin}: ${message}` : `${origin}: ${path}: ${message}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
