import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

import { describeDifferences } from "./difference";
import { takeApart } from "../preview/engine-output";
import { type Refusal, readRefusals } from "./guard";
import { readPreview } from "../preview/preview";
import type { StackReport } from "./report";

/**
 * What a folder holds of one stack, whose name is the folder's.
 * - `preview.json`: what `pulumi preview --json` printed
 * - `guard.json`: what the guard printed; may be missing, and is empty where it came to no judgement
 * - `spec.json` and `base.json`: the resolved specification of the change and of what it is compared with; may be missing
 * - `problems.txt`: what is wrong with the stack's file; may be missing
 * @throws Error when the preview is missing, or a file is not what it should be
 */
export function readStackFolder(folder: string): StackReport {
  const read = (name: string): string | undefined => {
    const file = path.join(folder, name);
    return existsSync(file) ? readFileSync(file, "utf8") : undefined;
  };
  const [spec, base] = [read("spec.json"), read("base.json")].map(filled);
  const problems = (read("problems.txt") ?? "").split("\n").filter((line) => line.trim() !== "");
  return {
    stack: path.basename(folder),
    preview: readPreview(readFileSync(path.join(folder, "preview.json"), "utf8")),
    refusals: refusalsOf(read("guard.json"), problems),
    changes:
      spec === undefined || base === undefined
        ? undefined
        : describeDifferences(JSON.parse(base), JSON.parse(spec)),
    problems,
  };
}

/** A guard that fails must not pass for one that has no objection; where the file is wrong, that is why. */
function refusalsOf(guard: string | undefined, problems: readonly string[]): readonly Refusal[] {
  if (guard === undefined) return [];
  if (filled(guard) !== undefined) return readRefusals(guard);
  return problems.length > 0 ? [] : [{ reason: "It came to no judgement; the log says why." }];
}

/** What the preview in a folder said of errors, for the log. */
export function readErrors(folder: string): readonly string[] {
  return takeApart(readFileSync(path.join(folder, "preview.json"), "utf8")).errors;
}

/** A step that failed leaves an empty file. */
function filled(text: string | undefined): string | undefined {
  return text?.trim() === "" ? undefined : text;
}
