import type { Command } from "commander";

import { terminal } from "../../release/commands/confirm";
import { entryAddress } from "../../release/commands/enter";
import { unlock } from "../../release/commands/unlock";
import { applicationOption, stackOption, textOption } from "./options";
import { print } from "./print";
import { chooseApplication, openStack } from "./stack";

interface Chosen {
  readonly stack: string;
  readonly app?: string;
  readonly confirm?: string;
}

/** Adds the commands that open what a release has closed. */
export function addLockCommands(program: Command, root: string): void {
  program
    .command("unlock")
    .description("Takes away the lock of a release that is gone.")
    .addOption(stackOption())
    .addOption(applicationOption())
    .addOption(textOption("--confirm <application>", "typed beforehand", "CONFIRM"))
    .action(async ({ stack, app, confirm }: Chosen) => {
      const context = await openStack(stack, root);
      const { name } = chooseApplication(context.spec, app);
      await unlock(context, name, { given: confirm, ask: terminal() }, say);
    });
  program
    .command("enter")
    .description("Prints the address that leads past the maintenance page.")
    .addOption(stackOption())
    .addOption(applicationOption())
    .action(async ({ stack, app }: Chosen) => {
      const context = await openStack(stack, root);
      print(await entryAddress(context, chooseApplication(context.spec, app)));
    });
}

function say(line: string): void {
  process.stderr.write(`unlock: ${line}\n`);
}
