import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

import type { Command } from "commander";

import { loadImageLock } from "../../config/load-images";
import { stackFileName } from "../../config/load-sites";
import { terminal } from "../../release/commands/confirm";
import { rollBack } from "../../release/commands/rollback";
import { imageDigest } from "../../spec/image-digest";
import type { RollbackMethod } from "../../spec/migrations";
import { applicationOption, stackOption, textOption } from "./options";
import { chooseApplication, openStack } from "./stack";

const methods: readonly RollbackMethod[] = ["code", "revert", "restore-point"];

interface Chosen {
  readonly stack: string;
  readonly app?: string;
  readonly to?: string;
  readonly method?: RollbackMethod;
  readonly confirm?: string;
}

/** Adds the command that goes back to an earlier release. */
export function addRollback(program: Command, root: string): void {
  program
    .command("rollback")
    .description("Takes an application back to an earlier release.")
    .addOption(stackOption())
    .addOption(applicationOption())
    .addOption(textOption("--to <release>", "version, or transaction that brought it", "TO"))
    .addOption(textOption("--method <name>", "how", "METHOD").choices(methods))
    .addOption(textOption("--confirm <text>", "typed beforehand", "CONFIRM"))
    .action(async ({ stack, app, to, method, confirm }: Chosen) => {
      const context = await openStack(stack, root);
      const images = loadImageLock(root);
      await rollBack(
        context,
        chooseApplication(context.spec, app),
        { to, method },
        {
          file: join(root, stackFileName(stack)),
          pin: (reference) => (imageDigest(reference) ? reference : images[reference]?.id),
          update: () => update(stack, root),
          answer: { given: confirm, ask: terminal() },
          say: (line) => process.stderr.write(`rollback: ${line}\n`),
        },
      );
    });
}

/** Runs the script of make up. Ctrl-C reaches it as well; what it leaves has to be looked at afterwards. */
async function update(stack: string, root: string): Promise<boolean> {
  const stay = (): void => undefined;
  process.on("SIGINT", stay).on("SIGTERM", stay);
  try {
    const child = spawn(join(root, "scripts", "up.sh"), {
      stdio: "inherit",
      env: { ...process.env, PALIER_STACK: stack },
    });
    const [code] = (await once(child, "exit")) as [number | null];
    return code === 0;
  } finally {
    process.off("SIGINT", stay).off("SIGTERM", stay);
  }
}
