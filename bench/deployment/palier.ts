import { rmSync } from "node:fs";
import { join } from "node:path";

import { root } from "../shared/paths";
import { output, timed } from "../shared/process";
import { type BenchProject, createProject, policyFlags } from "../shared/project";
import { removeLabelled, waitHealthy } from "./engine";
import { application, stack, stackFile } from "./stack-file";

const labels = ["palier.project=palier", `palier.stack=${stack}`];

/** The benchmark's stack, deployed by the real program. */
export class PalierStack {
  private constructor(private readonly project: BenchProject) {}

  /** Makes the stack; nothing is deployed yet. */
  static async create(): Promise<PalierStack> {
    const created = new PalierStack(createProject(stack, stackFile()));
    await created.pulumi("stack", "init", stack);
    return created;
  }

  /** Milliseconds of an update, until every container is healthy. */
  async up(): Promise<number> {
    const { folder, environment } = this.project;
    const args = ["up", "--yes", "--skip-preview", "--non-interactive", "--suppress-outputs"];
    const options = { cwd: folder, env: environment };
    const updated = await timed("pulumi", [...args, ...policyFlags()], options);
    return updated + (await waitHealthy(labels));
  }

  /** Milliseconds of an update that must not change anything. */
  async unchangedUp(): Promise<number> {
    const { folder, environment } = this.project;
    const args = ["up", "--yes", "--skip-preview", "--non-interactive", "--expect-no-changes"];
    const options = { cwd: folder, env: environment };
    return timed("pulumi", [...args, ...policyFlags()], options);
  }

  /** Takes everything down, data included. */
  async down(): Promise<void> {
    await this.pulumi("state", "unprotect", "--all", "--yes");
    await this.pulumi("destroy", "--yes", "--skip-preview", "--non-interactive");
  }

  /** Removes whatever is left, also after a failure. */
  async remove(): Promise<void> {
    await removeLabelled(labels);
    this.project.remove();
    for (const end of ["key", "pem"])
      rmSync(join(root, ".palier", "ca", `${application}.localhost.${end}`), { force: true });
  }

  private async pulumi(...args: string[]): Promise<void> {
    const { folder, environment } = this.project;
    await output("pulumi", args, { cwd: folder, env: environment });
  }
}
