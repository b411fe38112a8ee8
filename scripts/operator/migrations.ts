import { spawnSync } from "node:child_process";

import type { Command } from "commander";

import { approve } from "../../release/commands/approve";
import { terminal } from "../../release/commands/confirm";
import { findPlan, showPlan } from "../../release/commands/plan";
import { OperationFailure } from "../../release/failure";
import { applicationOption, stackOption, textOption } from "./options";
import { print } from "./print";
import { chooseApplication, openStack } from "./stack";

interface Chosen {
  readonly stack: string;
  readonly app?: string;
  readonly reason?: string;
  readonly acknowledge?: string;
}

/** Adds the commands about migrations that the declared image has and the database does not. */
export function addMigrationCommands(program: Command, root: string): void {
  program
    .command("plan")
    .description("Shows what the declared image would do to the database.")
    .addOption(stackOption())
    .addOption(applicationOption())
    .action(async ({ stack, app }: Chosen) => {
      const context = await openStack(stack, root);
      const application = chooseApplication(context.spec, app);
      const found = await findPlan(context, application);
      print(showPlan(context, application, found, new Date()));
    });
  program
    .command("approve")
    .description("Consents to that, in a file for Git.")
    .addOption(stackOption())
    .addOption(applicationOption())
    .addOption(textOption("--reason <text>", "why the release is made", "REASON"))
    .addOption(textOption("--acknowledge <lines>", "risky operations, one per line", "ACKNOWLEDGE"))
    .action(async ({ stack, app, reason, acknowledge }: Chosen) => {
      const approvedBy = nameOfPerson(root);
      const context = await openStack(stack, root);
      await approve(context, chooseApplication(context.spec, app), root, {
        approvedBy,
        reason,
        acknowledge,
        ask: terminal(),
        now: new Date(),
        say: (line) => {
          print([line]);
        },
      });
    });
}

/** The name that the commit will have as well. */
function nameOfPerson(root: string): string {
  const options = { cwd: root, encoding: "utf8" } as const;
  const { status, stdout } = spawnSync("git", ["config", "user.name"], options);
  const name = status === 0 ? stdout.trim() : "";
  if (name !== "") return name;
  throw new OperationFailure(
    'Git does not know who approves: set your name with: git config user.name "…"; nothing was written.',
  );
}
