/** Nanoseconds in each unit that Go's durations know. */
const units: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 6e10,
  h: 3.6e12,
};

/** What a Go duration looks like, such as `1m30s`, `500ms` or `0`. */
export const durationPattern = /^(0|(\d+(\.\d+)?(ns|us|µs|ms|s|m|h))+)$/;

/** Nanoseconds of a Go duration; 0 for an empty text. */
export function nanoseconds(duration: string): number {
  let total = 0;
  for (const [, amount = "0", unit = "ns"] of duration.matchAll(
    /(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h)/g,
  )) {
    total += Number(amount) * (units[unit] ?? 0);
  }
  return Math.round(total);
}

/** The duration as Go prints it (`1m0s`, `1.5s`, `500ms`, `0s`): the one spelling that both plugins keep. */
export function goDuration(total: number): string {
  if (total === 0) return "0s";
  if (total < 1e9) {
    const [name, size] = total < 1e3 ? ["ns", 1] : total < 1e6 ? ["µs", 1e3] : ["ms", 1e6];
    return `${total / size}${name}`;
  }
  const hours = Math.floor(total / 3.6e12);
  const minutes = Math.floor((total % 3.6e12) / 6e10);
  const seconds = `${(total % 6e10) / 1e9}s`;
  if (hours > 0) return `${hours}h${minutes}m${seconds}`;
  return minutes > 0 ? `${minutes}m${seconds}` : seconds;
}
