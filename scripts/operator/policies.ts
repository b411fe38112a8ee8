import type { Command } from "commander";

import { stackOption } from "./options";
import { print } from "./print";
import { resolveStack } from "./stack";

/** Adds the command that says what a stack is judged by. */
export function addPolicies(program: Command, root: string): void {
  program
    .command("policies")
    .description("Lists policies with their levels; exit code 1 when an exemption does not count.")
    .addOption(stackOption())
    .action(async ({ stack }: { readonly stack: string }) => {
      const spec = resolveStack(stack, root);
      // The pack brings its SDK along, which no other command needs.
      const { reportPolicies } = await import("./policy-report");
      const { lines, void: faulty } = reportPolicies(spec);
      print(lines);
      if (faulty) process.exitCode = 1;
    });
}
