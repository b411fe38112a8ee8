import { randomBytes } from "node:crypto";

/** Owner of the journal's files: nobody but the engine's administrator needs to read them. */
export const journalOwner = { uid: 0, gid: 0 };
/** Mode of every record: written once, never changed. */
export const journalMode = "0400";

/**
 * Where things lie in the journal's volume. Every record is a file of its own that is written once,
 * so that a crash while one is written cannot damage another.
 */
export const layout = {
  transactions: (application: string) => `${application}/transactions`,
  begin: (application: string, id: string) => `${application}/transactions/${id}/0000-begin.json`,
  step: (application: string, id: string, number: number, event: string, step: string) =>
    `${application}/transactions/${id}/${String(number).padStart(4, "0")}-${event}-${step}.json`,
  end: (application: string, id: string) => `${application}/transactions/${id}/9999-end.json`,
  request: (application: string, id: string) => `${application}/requests/${id}.json`,
  /** Of the stack as a whole: no application has a name that begins with a dot. */
  overrides: ".overrides",
  override: (id: string) => `.overrides/${id}.json`,
  drills: (application: string) => `${application}/drills`,
  drill: (application: string, id: string) => `${application}/drills/${id}.json`,
  withdrawal: (application: string, id: string) => `${application}/requests/${id}.withdrawn.json`,
};

/** An identifier that sorts by time: "20260131T101500Z-3f9a". */
export function newId(now: Date): string {
  const stamp = now.toISOString().replaceAll(/[-:]|\.\d+/g, "");
  return `${stamp}-${randomBytes(2).toString("hex")}`;
}
