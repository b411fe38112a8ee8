import type { Command } from "commander";

import { drillApplication, type FinishedDrill, renderDrill } from "../../release/commands/drill";
import type { CommandContext } from "../../release/commands/context";
import { OperationFailure } from "../../release/failure";
import { interruption } from "../../release/interruption";
import type { DrillStage } from "../../release/restore-drill";
import type { ApplicationSpec } from "../../spec/deployment";
import { applicationOption, jsonOption, stackOption } from "./options";
import { print } from "./print";
import { chooseApplications, openStack } from "./stack";

interface Chosen {
  readonly stack: string;
  readonly app?: string;
  readonly json: boolean;
}

const stages: Readonly<Record<DrillStage, string>> = {
  taking: "taking a restore point of what runs",
  restoring: "restoring it into containers of the drill",
  comparing: "comparing what was restored with what was saved",
  removing: "removing everything of the drill",
};

/** Adds the command that tries a restore. */
export function addRestoreDrill(program: Command, root: string): void {
  program
    .command("restore-drill")
    .description("Takes a restore point of what runs, restores it elsewhere and compares.")
    .addOption(stackOption())
    .addOption(applicationOption())
    .addOption(jsonOption())
    .action(async ({ stack, app, json }: Chosen) => {
      const context = await openStack(stack, root);
      const stopped = interruption();
      const drills: FinishedDrill["drill"][] = [];
      const problems: string[] = [];
      for (const application of chooseApplications(context.spec, app)) {
        const { drill, problem } = await drillOne(context, application, stopped);
        if (drill !== undefined) {
          drills.push(drill);
          if (!json) print(renderDrill(drill));
        }
        if (problem !== undefined) problems.push(problem);
      }
      if (json) print([JSON.stringify({ stack, drills, problems }, null, 2)]);
      if (problems.length > 0) process.exitCode = 1;
    });
}

interface Outcome {
  readonly drill?: FinishedDrill["drill"];
  readonly problem?: string;
}

/** One application's; the drills of the others go on whatever happens to it, unless somebody interrupts. */
async function drillOne(
  context: CommandContext,
  application: ApplicationSpec,
  stopped: AbortSignal,
): Promise<Outcome> {
  const { name } = application;
  try {
    const onStage = (stage: DrillStage): void => {
      say(`${name}: ${stages[stage]}`);
    };
    const found = await drillApplication(context, application, { signal: stopped, onStage });
    if (found === undefined) {
      say(`${name} has no data that could be restored`);
      return {};
    }
    if (found.drill.outcome === "ok") return { drill: found.drill };
    const reason = `The restore drill of ${name} failed: ${found.drill.reason ?? ""} docs/runbooks/restore-drill.md says what to do.`;
    return { drill: found.drill, problem: told(reason, found.evidence) };
  } catch (error) {
    if (stopped.aborted) {
      throw new OperationFailure(
        `The restore drill of ${name} was interrupted; what it made is removed, by itself or by the next one.`,
      );
    }
    if (!(error instanceof OperationFailure)) throw error;
    return { problem: told(error.message, error.evidence) };
  }
}

function told(line: string, evidence: readonly string[]): string {
  for (const text of [...evidence.map((one) => `  | ${one}`), line]) say(text);
  return line;
}

function say(line: string): void {
  process.stderr.write(`restore-drill: ${line}\n`);
}
