import type { Readable } from "node:stream";

/** What a command wrote, without the last newline. */
export interface Output {
  readonly stdout: string;
  readonly stderr: string;
}

/** Called with every whole line as it is written. */
export type OnLine = (stream: "stdout" | "stderr", line: string) => void;

/** Texts longer than this are cut at the front in error messages; the end is what explains a failure. */
const LONGEST_TAIL = 8000;

/** Gathers what a command writes. */
export class Collector {
  private readonly mixed: string[] = [];
  private readonly written = { stdout: "", stderr: "" };

  /** @param onLine Gets every line at once. */
  constructor(private readonly onLine: OnLine) {}

  /** Reads a stream to its end. */
  collect(name: keyof Output, stream: Readable): void {
    let rest = "";
    stream.setEncoding("utf8");
    stream.on("data", (text: string) => {
      this.written[name] += text;
      this.mixed.push(text);
      const lines = (rest + text).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) this.onLine(name, line);
    });
    stream.on("end", () => {
      if (rest !== "") this.onLine(name, rest);
    });
  }

  /** Everything that was written. */
  output(): Output {
    const { stdout, stderr } = this.written;
    return { stdout: stdout.replace(/\n$/, ""), stderr: stderr.replace(/\n$/, "") };
  }

  /** An error with what happened, the command and the end of both outputs; nothing in it is redacted. */
  failure(problem: string, command: string): Error {
    const text = this.mixed.join("");
    const tail = text.length <= LONGEST_TAIL ? text : `[…]${text.slice(-LONGEST_TAIL)}`;
    return new Error(`${problem}: running "${command}":\n${tail}`);
  }
}
