import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { root } from "./paths";

/** A folder that holds the real program with one stack of its own and its own state, so that nothing of the checkout is touched. */
export interface BenchProject {
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
  remove(): void;
}

/** Flags that put a run under the policies, as in everyday use: they choose their levels themselves. */
export function policyFlags(): string[] {
  return ["--policy-pack", join(root, "policies")];
}

/** @param stackFile Text of `Pulumi.<stack>.yaml`. */
export function createProject(stack: string, stackFile: string): BenchProject {
  const folder = mkdtempSync(join(tmpdir(), "palier-bench-"));
  // Operations run in the project's folder, whichever that is.
  for (const name of ["index.ts", "register.cjs", "release", "node_modules", "package.json"])
    symlinkSync(join(root, name), join(folder, name));
  copyFileSync(join(root, "Pulumi.yaml"), join(folder, "Pulumi.yaml"));
  writeFileSync(join(folder, `Pulumi.${stack}.yaml`), withoutSalt(stackFile));
  mkdirSync(join(folder, "state"));
  return {
    folder,
    environment: {
      ...process.env,
      PULUMI_BACKEND_URL: `file://${join(folder, "state")}`,
      PULUMI_CONFIG_PASSPHRASE: "bench",
      PULUMI_CONFIG_PASSPHRASE_FILE: undefined,
      PULUMI_OPTION_POLICY_PACK: undefined,
      PULUMI_OPTION_POLICY_PACK_CONFIG: undefined,
    },
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The salt of this machine's own passphrase does not fit the one of the benchmark. */
function withoutSalt(stackFile: string): string {
  return stackFile.replace(/^encryptionsalt:.*\n?/m, "");
}
