/** What an application answered to a question. */
export interface SmokeAnswer {
  readonly status: number;
  /** By lower-case name; several of one name are joined by commas. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Reads the headers and the body that curl printed; undefined when there is no answer in it. */
export function parseAnswer(output: Buffer): SmokeAnswer | undefined {
  let rest = output;
  for (;;) {
    const end = rest.indexOf("\r\n\r\n");
    if (end === -1) return undefined;
    const [first = "", ...lines] = rest.subarray(0, end).toString("latin1").split("\r\n");
    rest = rest.subarray(end + 4);
    const status = Number(/^HTTP\/[\d.]+ (\d{3})/.exec(first)?.[1]);
    if (Number.isNaN(status)) return undefined;
    // "Continue" and "Early hints" come before the answer.
    if (status >= 200) return { status, headers: headersOf(lines), body: rest.toString("utf8") };
  }
}

function headersOf(lines: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const colon = line.indexOf(":");
    const name = line.slice(0, colon).trim().toLowerCase();
    const value = line.slice(colon + 1).trim();
    const before = headers[name];
    headers[name] = before === undefined ? value : `${before}, ${value}`;
  }
  return headers;
}
