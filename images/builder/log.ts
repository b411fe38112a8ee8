import fs from "node:fs";
import path from "node:path";

/** The complete output of one build, kept in a file, with its end at hand. */
export interface BuildLog {
  /** Where the output is. */
  readonly file: string;
  /** Adds text to it. */
  write(text: string): void;
  /** The last lines, without empty ones. */
  tail(lines: number): string[];
}

/** Starts a log file named after an image, in place of the one of an earlier run. */
export function openLog(folder: string, image: string): BuildLog {
  fs.mkdirSync(folder, { recursive: true });
  const file = path.join(folder, `${image.replace(/[^\w.-]+/g, "-")}.log`);
  fs.writeFileSync(file, "");
  return {
    file,
    write: (text) => {
      fs.appendFileSync(file, text);
    },
    tail: (lines) =>
      fs
        .readFileSync(file, "utf8")
        .split("\n")
        .filter((line) => line.trim() !== "")
        .slice(-lines),
  };
}
