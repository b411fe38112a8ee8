/** Statuses that nginx itself can answer with and that have a page; 503 has two of its own. */
export const pageStatuses = [400, 403, 404, 405, 413, 414, 429, 500, 502, 504] as const;

/** A page: an error of the proxy, or a state of the application in which it is closed. */
export type PageName = `${(typeof pageStatuses)[number]}` | "maintenance" | "starting";

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
}
