import { join } from "node:path";

import { Command } from "commander";

import { ConfigurationError } from "../../config/errors";
import { OperationFailure } from "../../release/failure";
import { EngineUnavailable } from "../../toolchain/engine";
import { addAudit } from "./audit";
import { addGuard, addGuarded } from "./guard";
import { addLookingCommands } from "./looking";
import { addMayDeploy } from "./may-deploy";
import { addMigrationCommands } from "./migrations";
import { addPolicies } from "./policies";
import { addRestoreDrill } from "./restore-drill";
import { addRollback } from "./rollback";
import { addLockCommands } from "./unlocking";

/** Errors whose message is meant for the operator. */
const expected = [ConfigurationError, OperationFailure, EngineUnavailable];

/** Folder of `Pulumi.yaml`. */
const root = join(__dirname, "..", "..");

const program = new Command("operator").description("What operators ask and do between updates.");
for (const add of [
  addLookingCommands,
  addLockCommands,
  addRollback,
  addRestoreDrill,
  addMigrationCommands,
  addPolicies,
  addMayDeploy,
  addAudit,
  addGuard,
  addGuarded,
])
  add(program, root);

// Values come from variables, as make and the scripts pass them on.
program.parseAsync().catch((error: unknown) => {
  if (!expected.some((kind) => error instanceof kind)) throw error;
  const evidence = error instanceof OperationFailure ? error.evidence : [];
  const lines = [(error as Error).message, ...evidence.map((line) => `  | ${line}`)];
  process.stderr.write(`${lines.join("\n")}\n`);
  process.exitCode = 1;
});
