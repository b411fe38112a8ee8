import type { ReleaseSpec } from "../../spec/deployment";
import type { Actor } from "../../spec/journal";

/** Columns of a terminal that nobody made wider. */
const width = 80;

/** Twelve digits tell images apart; "without a digest" for a reference that is not pinned. */
export function shortImage({ image }: ReleaseSpec): string {
  return /sha256:([0-9a-f]{12})/.exec(image)?.[1] ?? "without a digest";
}

/** "1.4.0 (3f2a91c07d55)". */
export function describeRelease(release: ReleaseSpec | undefined): string {
  return release === undefined ? "nothing" : `${release.version} (${shortImage(release)})`;
}

/** "anne@server": what a table has room for. */
export function shortActor({ user, host }: Actor): string {
  return `${user}@${host}`;
}

/** "2026-01-31 10:15 UTC", of an ISO 8601 time. */
export function timeOf(iso: string): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return "unknown";
  return `${at.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** "0.4 s", "42 s", "3 min 05 s", "2 h 10 min", "5 d 3 h". */
export function duration(milliseconds: number): string {
  if (milliseconds < 10 * second) return `${(milliseconds / second).toFixed(1)} s`;
  if (milliseconds < minute) return `${Math.floor(milliseconds / second)} s`;
  if (milliseconds < hour) return pair(milliseconds, minute, "min", second, "s");
  if (milliseconds < day) return pair(milliseconds, hour, "h", minute, "min");
  return `${Math.floor(milliseconds / day)} d ${Math.floor((milliseconds % day) / hour)} h`;
}

function pair(
  milliseconds: number,
  large: number,
  largeName: string,
  small: number,
  smallName: string,
): string {
  const rest = Math.floor((milliseconds % large) / small);
  return `${Math.floor(milliseconds / large)} ${largeName} ${String(rest).padStart(2, "0")} ${smallName}`;
}

/** Lines of a table with aligned columns, indented. */
export function table(rows: readonly (readonly string[])[], indent = ""): string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? "").length)),
  );
  return rows.map((row) =>
    `${indent}${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")}`.trimEnd(),
  );
}

/**
 * Breaks a text between words so that it fits a terminal. Lines after the first are indented as far
 * as `start` is long.
 */
export function wrap(start: string, text: string): string[] {
  const indent = " ".repeat(start.length);
  const lines: string[] = [];
  let line = start;
  for (const word of text.split(" ")) {
    const separator = line.trim() === "" || line === start ? "" : " ";
    if (line.length + separator.length + word.length > width && line.trim() !== start.trim()) {
      lines.push(line);
      line = indent + word;
    } else {
      line += separator + word;
    }
  }
  return [...lines, line].map((one) => one.trimEnd());
}

/** "12.3 MiB", of bytes. */
export function megabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
}

/** "1 container", "2 containers". */
export function count(number: number, thing: string): string {
  return `${number} ${thing}${number === 1 ? "" : "s"}`;
}
