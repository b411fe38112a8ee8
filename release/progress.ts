const started = process.hrtime.bigint();

/** Seconds since the operation began, with one decimal. */
export function elapsed(): string {
  return (Number(process.hrtime.bigint() - started) / 1e9).toFixed(1);
}

/** Says what happens now. Goes to standard error, which the deployment shows while it runs. */
export function report(message: string): void {
  process.stderr.write(`[${elapsed()} s] ${message}\n`);
}
