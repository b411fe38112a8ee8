import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import type { Command } from "commander";
import { z } from "zod";

import { loadFromFile } from "../../config/load-file";
import { tableOf } from "../../policies/levels";
import { OperationFailure } from "../../release/failure";
import { readPreview } from "../preview/preview";
import { reportAudit } from "./audit-report";
import { stackOption } from "./options";
import { print } from "./print";

const exported = z.object({
  deployment: z.object({ resources: z.array(z.unknown()).default([]) }).nullish(),
});

/** Adds the command that holds what is deployed against the policies of today. */
export function addAudit(program: Command, root: string): void {
  program
    .command("audit")
    .description("Judges what is deployed; exit code 1 when something mandatory is violated.")
    .addOption(stackOption())
    .action(({ stack }: { readonly stack: string }) => {
      const { tier, role } = loadFromFile(stack, root);
      const table = tableOf(tier, role);
      const state = pulumi(root, ["stack", "export", "--stack", stack]);
      if (state.status !== 0) throw new OperationFailure(state.stderr.trim());
      const { resources } = exported.parse(JSON.parse(state.stdout)).deployment ?? {
        resources: [],
      };
      const audited = { stack, table, resources: resources.length };
      const { lines, failed } = reportAudit(audited, readPreview(judge(root, table, state.stdout)));
      print(lines);
      if (failed) process.exitCode = 1;
    });
}

/** What the policies say of a state, as events. Its secrets stay encrypted: nobody has to be trusted with a passphrase. */
function judge(root: string, table: string, state: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), "palier-audit-"));
  try {
    const file = path.join(folder, "state.json");
    writeFileSync(file, state, { mode: 0o600 });
    const pack = path.join(root, "policies");
    const config = path.join(pack, "config", `${table}.json`);
    const words = ["policy", "analyze", "--json", "--file", file, "--policy-pack", pack];
    const { stdout, stderr } = pulumi(root, [...words, "--policy-pack-config", config], {
      PULUMI_HOME: homeWithoutLogs(path.join(folder, "home")),
    });
    // Violations are said as events as well.
    if (readPreview(stdout).violations.length === 0) process.stderr.write(stderr);
    return stdout;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * The CLI's folder with logs of its own: it logs an analysis, which belongs to no stack, without encryption,
 * and where it can read the passphrase the secrets of the state are in there.
 */
function homeWithoutLogs(folder: string): string | undefined {
  const home = process.env.PULUMI_HOME;
  if (home === undefined) return undefined;
  mkdirSync(folder);
  for (const name of readdirSync(home)) {
    if (name !== "logs") symlinkSync(path.join(home, name), path.join(folder, name));
  }
  return folder;
}

function pulumi(root: string, words: readonly string[], env: NodeJS.ProcessEnv = {}) {
  return spawnSync("pulumi", [...words, "--non-interactive", "--color=never"], {
    cwd: root,
    // Packs of the environment would be added to the one that is named, and would want settings of their own.
    env: {
      ...process.env,
      PULUMI_OPTION_POLICY_PACK: undefined,
      PULUMI_OPTION_POLICY_PACK_CONFIG: undefined,
      ...env,
    },
    encoding: "utf8",
    maxBuffer: 512 * 1024 * 1024,
  });
}
