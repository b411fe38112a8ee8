/** Statuses that nginx itself can answer with and that have a page; 503 has two of its own. */
export const pageStatuses = [400, 403, 404, 405, 413, 414, 429, 500, 502, 504] as const;

/** A page: an error of the proxy, or a state of the application in which it is closed. */
export type PageName = `${(typeof pageStatuses)[number]}` | ClosedName;

/** A state of the application in which nothing of it is shown. */
export type ClosedName = "maintenance" | "starting";

/** What a page says: what happened, then what the reader can do. */
export interface PageText {
  readonly heading: string;
  readonly sentences: readonly string[];
}

/** Texts of one language. */
export interface PageLanguage {
  readonly pages: Readonly<Record<PageName, PageText>>;
  /** Link to the start page. */
  readonly home: string;
  /** Precedes the number of the request, for a message to the people in charge; ends with a colon. */
  readonly reference: string;
  readonly closed: {
    /** Precedes the expected end of a maintenance. */
    readonly until: string;
    /** In the place of an expected end that nobody knows. */
    readonly soon: string;
    /** For those who have just sent a form or a file. */
    readonly unsent: string;
    /** Link that loads the page again. */
    readonly again: string;
  };
}
