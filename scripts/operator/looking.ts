import type { Command } from "commander";

import { readDrills, readJournals, readOverrides } from "../../release/commands/context";
import { renderDrills } from "../../release/commands/journal/drills";
import { renderOverrides } from "../../release/commands/journal/overrides";
import { renderJournal } from "../../release/commands/journal/table";
import { findTransaction, renderTransaction } from "../../release/commands/journal/transaction";
import { showLogs } from "../../release/commands/logs";
import { collectStatus } from "../../release/commands/status/collect";
import { renderStatus } from "../../release/commands/status/render";
import {
  applicationOption,
  flagOption,
  jsonOption,
  numberOption,
  stackOption,
  textOption,
} from "./options";
import { print } from "./print";
import { chooseApplication, chooseApplications, openStack } from "./stack";

interface Chosen {
  readonly stack: string;
  readonly app?: string;
}

/** Adds the commands that change nothing. */
export function addLookingCommands(program: Command, root: string): void {
  addStatus(program, root);
  addJournal(program, root);
  addLogs(program, root);
}

function addStatus(program: Command, root: string): void {
  program
    .command("status")
    .description("Shows what runs; exit code 1 when something needs a person.")
    .addOption(stackOption())
    .addOption(applicationOption())
    .addOption(jsonOption())
    .action(async ({ stack, app, json: asJson }: Chosen & { readonly json: boolean }) => {
      const context = await openStack(stack, root);
      const status = await collectStatus(context, chooseApplications(context.spec, app));
      print(asJson ? [JSON.stringify(status, null, 2)] : renderStatus(status, new Date()));
      if (status.problems.length > 0) process.exitCode = 1;
    });
}

interface JournalOptions extends Chosen {
  readonly id?: string;
  readonly limit: number;
  readonly json: boolean;
}

function addJournal(program: Command, root: string): void {
  program
    .command("journal")
    .description("Shows what releases did.")
    .addOption(stackOption())
    .addOption(applicationOption())
    .addOption(textOption("--id <transaction>", "one transaction with its steps", "ID"))
    .addOption(numberOption("--limit <number>", "newest transactions", "LIMIT", 20))
    .addOption(jsonOption())
    .action(async ({ stack, app, id, limit, json: asJson }: JournalOptions) => {
      const context = await openStack(stack, root);
      const { name } = chooseApplication(context.spec, app);
      const { [name]: journal } = await readJournals(context, [name]);
      if (journal === undefined) return;
      // Those of the whole stack belong to no transaction.
      const overrides = id === undefined ? await readOverrides(context) : [];
      const drills = id === undefined ? await readDrills(context, name) : [];
      if (asJson) {
        const shown =
          id === undefined
            ? {
                entries: journal.entries.slice(-limit),
                unfinished: journal.unfinished.map(brief),
                overrides: overrides.slice(-limit),
                drills: drills.slice(-limit),
              }
            : findTransaction(journal, name, id);
        print([JSON.stringify("begin" in shown ? brief(shown) : shown, null, 2)]);
        return;
      }
      print(
        id === undefined
          ? [
              ...renderJournal(journal, limit),
              ...renderDrills(drills, limit),
              ...renderOverrides(overrides, limit),
            ]
          : renderTransaction(journal, name, id),
      );
    });
}

/** Without the record that settling needs, which is the whole input of a release. */
function brief({ id, steps }: { readonly id: string; readonly steps: readonly unknown[] }): object {
  return { id, steps };
}

interface LogOptions extends Chosen {
  readonly process?: string;
  readonly lines: number;
  readonly follow: boolean;
}

function addLogs(program: Command, root: string): void {
  program
    .command("logs")
    .description("Shows what the containers in service wrote.")
    .addOption(stackOption())
    .addOption(applicationOption())
    .addOption(textOption("--process <name>", "process, or proxy, database, cache", "PROCESS"))
    .addOption(numberOption("--lines <number>", "newest lines of each container", "LINES", 100))
    .addOption(flagOption("--follow", "goes on until interrupted", "FOLLOW"))
    .action(async ({ stack, app, process, lines, follow }: LogOptions) => {
      const context = await openStack(stack, root);
      const application = chooseApplication(context.spec, app);
      await showLogs(context, { application, process, lines, follow }, (line) => {
        print([line]);
      });
    });
}
