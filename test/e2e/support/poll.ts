import { setTimeout as sleep } from "node:timers/promises";

import type { Answer, Browser } from "./browser";

/** What one poll saw. */
export interface Sight {
  readonly status: number;
  /** As the application tells it; undefined for pages of the proxy. */
  readonly version: string | undefined;
  readonly headers: Answer["headers"];
  readonly body: string;
}

/** Looks at a page again and again, as somebody who waits for it. */
export class Poll {
  readonly sights: Sight[] = [];
  readonly #ended = new AbortController();
  readonly #polling: Promise<void>;

  constructor(browser: Browser, path: string, pauseMilliseconds = 150) {
    this.#polling = this.#poll(browser, path, pauseMilliseconds);
  }

  /** Answers with the kinds of answers that were seen: "200 1.0.0", "503"; "0" is none at all. */
  async stop(): Promise<string[]> {
    this.#ended.abort();
    await this.#polling;
    const kinds = this.sights.map(({ status, version }) =>
      version === undefined ? String(status) : `${status} ${version}`,
    );
    return [...new Set(kinds)].sort();
  }

  async #poll(browser: Browser, path: string, pauseMilliseconds: number): Promise<void> {
    while (!this.#ended.signal.aborted) {
      try {
        const { status, headers, body } = await browser.ask(path);
        const version = headers["x-app-version"]?.toString();
        this.sights.push({ status, version, headers, body });
      } catch (error) {
        this.sights.push({ status: 0, version: undefined, headers: {}, body: String(error) });
      }
      await sleep(pauseMilliseconds);
    }
  }
}
