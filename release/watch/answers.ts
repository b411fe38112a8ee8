import type { WatchSpec } from "../../spec/lifecycle";

/** The fields of the proxy's access log that tell how the application answered. */
interface AccessLine {
  readonly host: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly upstream_addr: string;
  readonly upstream_status: string;
}

/** Kinds of failed requests that a message shows. */
const shownKinds = 5;

const firstError = 500;
const closedStatus = 503;

/** Counts how a new release answers, from the proxy's access log. */
export class AnswerCount {
  answers = 0;
  errors = 0;
  private readonly kinds = new Map<string, number>();

  /**
   * @param host Host name of the application.
   * @param addresses IPv4 addresses of the new containers; answers of old ones are not counted.
   */
  constructor(
    private readonly host: string,
    private readonly addresses: ReadonlySet<string>,
  ) {}

  /** Counts a line of the log, if it is an answer of the new release or an error in its place. */
  take(line: string): void {
    const entry = parse(line);
    if (entry?.host !== this.host || !this.concerns(entry)) return;
    this.answers += 1;
    if (entry.status < firstError) return;
    this.errors += 1;
    const kind = `${entry.status} ${entry.method} ${entry.path}`;
    this.kinds.set(kind, (this.kinds.get(kind) ?? 0) + 1);
  }

  /** Whether too large a share of enough answers were errors. */
  exceeds({ errorRate, minimumRequests }: WatchSpec): boolean {
    return this.answers >= minimumRequests && this.errors / this.answers > errorRate;
  }

  /** The most frequent errors, each with its number. */
  examples(): string[] {
    return [...this.kinds]
      .sort(([, a], [, b]) => b - a)
      .slice(0, shownKinds)
      .map(([kind, count]) => `${count} × ${kind}`);
  }

  private concerns({ status, upstream_addr, upstream_status }: AccessLine): boolean {
    const asked = [...upstream_addr.matchAll(/(\d+\.\d+\.\d+\.\d+):\d+/g)].at(-1)?.[1];
    if (asked !== undefined) return this.addresses.has(asked);
    // Nobody was asked: a file or a redirect of the proxy, its maintenance page, or nobody was found.
    return status >= firstError && !(status === closedStatus && upstream_status === "");
  }
}

function parse(line: string): AccessLine | undefined {
  if (!line.startsWith("{")) return undefined;
  try {
    const entry = JSON.parse(line) as Partial<AccessLine>;
    const texts = [
      entry.host,
      entry.method,
      entry.path,
      entry.upstream_addr,
      entry.upstream_status,
    ];
    const complete =
      texts.every((text) => typeof text === "string") && typeof entry.status === "number";
    return complete ? (entry as AccessLine) : undefined;
  } catch {
    return undefined;
  }
}
