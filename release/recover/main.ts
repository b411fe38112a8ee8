import { execFile } from "node:child_process";
import { promisify } from "node:util";

import { Command } from "commander";

import { nameOf } from "../../spec/urn";
import { OperationFailure, reasonOf } from "../failure";
import { openStackEngine } from "../engine/client";
import { removeHelpers } from "./helpers";
import { readLocks } from "./lock";
import {
  engineOf,
  pendingCreations,
  settle,
  settledState,
  stateSchema,
  type Settlement,
} from "./pending";

const execute = promisify(execFile);

/** States of real stacks with hundreds of resources reach some megabytes. */
const largestState = 256 * 1024 * 1024;

interface Options {
  readonly stack: string;
  readonly project: string;
}

/**
 * Settles what a killed update left behind, so that the next one begins on firm ground: a lock of a
 * dead process, and objects that were being made. A lock whose holder may live is never touched.
 */
async function recover({ stack, project }: Options): Promise<void> {
  await releaseDeadLocks(project, stack);
  const state = stateSchema.parse(JSON.parse(await pulumi(["stack", "export", "--stack", stack])));
  const engine = engineOf(state);
  if (engine === undefined) return;
  const creations = pendingCreations(state);
  const docker = await openStackEngine(engine);
  for (const removed of await removeHelpers(docker, project, stack)) say(`removed ${removed}`);
  if ((state.deployment.pending_operations ?? []).length === 0) return;
  const settlements: Settlement[] = [];
  for (const creation of creations) settlements.push(await settle(docker, creation));
  for (const { urn, explanation } of settlements)
    say(`interrupted creation of ${nameOf(urn)}: ${explanation}`);
  // Not `pulumi refresh --import-pending-creates`: it takes no target that is not in the state yet,
  // and without a target it would look at everything.
  await pulumi(
    ["stack", "import", "--stack", stack],
    JSON.stringify(settledState(state, settlements)),
  );
}

async function releaseDeadLocks(project: string, stack: string): Promise<void> {
  const locks = await readLocks(process.env.PULUMI_BACKEND_URL ?? "", project, stack);
  const alive = locks.find(({ dead }) => !dead);
  if (alive) {
    throw new OperationFailure(
      `Stack ${stack} is being updated by ${alive.holder}: wait for it, or, if it is certainly gone, run: pulumi cancel --stack ${stack}`,
    );
  }
  for (const { holder } of locks) say(`removing the lock of ${holder}, which has ended`);
  if (locks.length > 0) await pulumi(["cancel", "--yes", "--stack", stack]);
}

async function pulumi(args: readonly string[], input = ""): Promise<string> {
  try {
    const running = execute("pulumi", [...args], { maxBuffer: largestState });
    running.child.stdin?.end(input);
    return (await running).stdout;
  } catch (error) {
    const { stderr } = error as { readonly stderr?: string };
    throw new OperationFailure(
      `pulumi ${args.slice(0, 2).join(" ")} failed: ${stderr?.trim() ?? reasonOf(error)}`,
    );
  }
}

function say(line: string): void {
  process.stderr.write(`recover: ${line}\n`);
}

const program = new Command("recover")
  .requiredOption("--stack <name>", "stack to recover")
  .option("--project <name>", "project of the stack", "palier")
  .action(recover);

program.parseAsync().catch((error: unknown) => {
  process.stderr.write(`${reasonOf(error)}\n`);
  process.exitCode = 1;
});
