/** A limit of the database that a migration ran into, in the words of the engines. */
interface Limit {
  readonly words: RegExp;
  /** Variable of the task with the limit in seconds. */
  readonly variable: string;
  readonly describe: (seconds: string, reason: string) => string;
}

const limits: readonly Limit[] = [
  {
    // PostgreSQL; MariaDB and MySQL.
    words: /due to lock timeout|Lock wait timeout exceeded|ER_LOCK_WAIT_TIMEOUT|\(1205\b/,
    variable: "PALIER_LOCK_SECONDS",
    describe: (seconds, reason) =>
      `a table was locked by someone else for more than ${seconds} s (${reason}). Look for a session with a long transaction: a report, an export, a backup, a job, or a console that was left open; let it end, then try again`,
  },
  {
    words: /due to statement timeout|max_statement_time exceeded|\(1969\b/,
    variable: "PALIER_STATEMENT_SECONDS",
    describe: (seconds, reason) =>
      `a statement ran for more than ${seconds} s (${reason}). Do the work in steps: small batches in a migration that is not atomic, or in a job of the release before`,
  },
];

/** Says what a failure means, where the engine's own words need it. */
export function explain(reason: string, environment: readonly string[]): string {
  const limit = limits.find(({ words }) => words.test(reason));
  if (limit === undefined) return reason;
  const entry = environment.find((one) => one.startsWith(`${limit.variable}=`));
  return limit.describe(entry?.slice(limit.variable.length + 1) ?? "?", reason);
}
