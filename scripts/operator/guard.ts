import { readFileSync } from "node:fs";

import type { Command } from "commander";

import { OperationFailure, reasonOf } from "../../release/failure";
import type { DeploymentSpec } from "../../spec/deployment";
import { judge, type Report } from "../guard/judge";
import { renderReport } from "../guard/render";
import { flagOption, jsonOption, stackOption, textOption } from "./options";
import { print } from "./print";
import { resolveStack } from "./stack";

interface Chosen {
  readonly stack: string;
  readonly preview?: string;
  readonly anyTime: boolean;
  readonly json: boolean;
}

/** Adds the command that judges a preview. */
export function addGuard(program: Command, root: string): void {
  program
    .command("guard")
    .description(
      "Judges a preview; exit code 1 when the update must not happen, or the preview failed.",
    )
    .addOption(stackOption())
    .addOption(
      textOption(
        "--preview <file>",
        'output of "pulumi preview --json"',
        "PREVIEW",
      ).makeOptionMandatory(),
    )
    .addOption(flagOption("--any-time", "leaves out window and freezes", "ANY_TIME"))
    .addOption(jsonOption())
    .action(({ stack, preview, anyTime, json }: Chosen) => {
      const spec = resolveStack(stack, root);
      const report = judgeFile(preview ?? "", spec, anyTime ? "unknown" : new Date());
      const lines = json ? [JSON.stringify(report, null, 2)] : renderReport(report, stack);
      print(lines);
      if (report.refusals.length > 0 || !report.succeeded) process.exitCode = 1;
    });
}

/** Adds the command that says whether updates of a stack are judged as a whole before they begin. */
export function addGuarded(program: Command, root: string): void {
  program
    .command("guarded")
    .description("Prints whether the guard looks at an update before it begins: true or false.")
    .addOption(stackOption())
    .action(({ stack }: { readonly stack: string }) => {
      print([String(resolveStack(stack, root).guard.guarded)]);
    });
}

/** @param time See `judge`. */
function judgeFile(file: string, spec: DeploymentSpec, time: Date | "unknown"): Report {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new OperationFailure(`The preview cannot be read: ${reasonOf(error)}`);
  }
  try {
    return judge(text, spec, new Date(), time);
  } catch {
    // The cause would quote what was read.
    throw new OperationFailure(
      `${file} is no output of "pulumi preview --json": write one with "pulumi preview --json >${file}".`,
    );
  }
}
