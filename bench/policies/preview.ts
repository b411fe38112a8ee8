import { readFileSync } from "node:fs";
import { join } from "node:path";

import type { Measurement } from "../shared/measurement";
import { inPairs } from "../shared/pairs";
import { root } from "../shared/paths";
import { output, timed } from "../shared/process";
import { createProject, policyFlags } from "../shared/project";

/** How long a preview takes that the policies judge, against one that they do not. */
export async function measurePreview(rounds: number): Promise<Measurement> {
  const project = createProject("prod", readFileSync(join(root, "Pulumi.prod.yaml"), "utf8"));
  const options = { cwd: project.folder, env: project.environment };
  const preview = (flags: readonly string[]): Promise<number> =>
    timed("pulumi", ["preview", "--stack", "prod", "--non-interactive", ...flags], options);
  try {
    await output("pulumi", ["stack", "init", "prod"], options);
    const pairs = await inPairs(
      rounds,
      () => preview(policyFlags()),
      () => preview([]),
    );
    return {
      title: "preview with the policies ÷ without",
      target: 1.35,
      unit: "s",
      pairs,
      method:
        "`pulumi preview --stack prod` of a stack that does not exist yet, so that every resource is new and judged. " +
        "The reference is the same preview without the policy pack.",
    };
  } finally {
    project.remove();
  }
}
