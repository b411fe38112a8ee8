let fixed: string | undefined;

/** Today's date in UTC, spelt YYYY-MM-DD. */
export function today(): string {
  return fixed ?? new Date().toISOString().slice(0, 10);
}

/** Makes it another day, for tests; `undefined` makes it the real one again. */
export function setToday(date: string | undefined): void {
  fixed = date;
}
