import { setTimeout as sleep } from "node:timers/promises";

import { Browser } from "../../test/e2e/support/browser";

/** Milliseconds between two looks: what is measured is no more exact than this. */
const pause = 50;

/** One look at the site. */
interface Look {
  /** Milliseconds since 1970, when the answer was there. */
  readonly at: number;
  /** 0 when the connection broke. */
  readonly status: number;
  readonly version: string;
}

/** Somebody who asks for the front page again and again, each time over a new connection. */
export class Visitor {
  private readonly looks: Look[] = [];
  private stopped = false;
  private readonly looking: Promise<void>;

  constructor(host: string, port: number, authority: string) {
    this.looking = this.lookOn(new Browser(host, port, authority));
  }

  /** Ends the looking. */
  async stop(): Promise<void> {
    this.stopped = true;
    await this.looking;
  }

  /**
   * When the site answered first after a moment.
   * @param version The answer has to come from this one.
   * @throws Error when it never did.
   */
  firstAnswer(since: number, version?: string): number {
    const found = this.looks.find(
      (look) =>
        look.at > since && isAnswer(look) && (version === undefined || look.version === version),
    );
    if (found === undefined) throw new Error(`no answer of ${version ?? "the site"} was seen`);
    return found.at;
  }

  /** Milliseconds from the first refusal after a moment to the first answer after that. */
  closedFor(since: number): number {
    const closed = this.looks.find(({ at, status }) => at > since && status === 503);
    if (closed === undefined) throw new Error("no maintenance page was seen");
    return this.firstAnswer(closed.at) - closed.at;
  }

  private async lookOn(browser: Browser): Promise<void> {
    while (!this.stopped) {
      this.looks.push(await look(browser));
      await sleep(pause);
    }
  }
}

async function look(browser: Browser): Promise<Look> {
  try {
    // The login form has a limit of requests; the front page only sends there.
    const { status, headers } = await browser.ask("/");
    return { at: Date.now(), status, version: headers["x-app-version"]?.toString() ?? "" };
  } catch {
    return { at: Date.now(), status: 0, version: "" };
  }
}

function isAnswer({ status }: Look): boolean {
  return status >= 200 && status < 400;
}
