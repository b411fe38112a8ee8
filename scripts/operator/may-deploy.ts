import { appendFileSync } from "node:fs";

import type { Command } from "commander";

import { loadFromFile } from "../../config/load-file";
import { promotionFault } from "../../config/promotion";
import { OperationFailure } from "../../release/failure";
import { stackOption, textOption } from "./options";
import { print } from "./print";

interface Options {
  readonly stack: string;
  readonly ref?: string;
  readonly answer?: string;
}

/** Adds the command that says whether a branch or tag may be deployed to a stack. */
export function addMayDeploy(program: Command, root: string): void {
  program
    .command("may-deploy")
    .description("Whether a branch or tag may be deployed; exit code 1 when not.")
    .addOption(stackOption())
    .addOption(textOption("--ref <name>", "full name of the branch or tag", "REF"))
    .addOption(
      textOption(
        "--answer <file>",
        "gets <stack>=true or =false; then a no is no failure",
        "ANSWER",
      ),
    )
    .action(({ stack, ref = "", answer }: Options) => {
      const fault = promotionFault(stack, loadFromFile(stack, root), ref);
      if (answer !== undefined) appendFileSync(answer, `${stack}=${fault === undefined}\n`);
      else if (fault !== undefined) throw new OperationFailure(fault);
      print([fault ?? `${ref} may be deployed to stack "${stack}"`]);
    });
}
