import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { output, timed } from "../shared/process";
import { type BenchProject, createProject, policyFlags } from "../shared/project";

/** A stack without any resource: what the engine, the language host and a pack cost by themselves. */
export class EmptyStack {
  private constructor(private readonly project: BenchProject) {}

  static async create(): Promise<EmptyStack> {
    const project = createProject("empty", "config: {}\n");
    writeFileSync(join(project.folder, "empty.ts"), "export {};\n");
    const runtime =
      'runtime: {name: nodejs, options: {typescript: false, nodeargs: "--require ./register.cjs"}}';
    writeFileSync(
      join(project.folder, "Pulumi.yaml"),
      `name: palier\n${runtime}\nmain: empty.ts\n`,
    );
    const stack = new EmptyStack(project);
    const options = { cwd: project.folder, env: project.environment };
    await output("pulumi", ["stack", "init", "empty"], options);
    await stack.up();
    return stack;
  }

  /** Milliseconds of an update. */
  async up(): Promise<number> {
    const { folder, environment } = this.project;
    const args = ["up", "--yes", "--skip-preview", "--non-interactive"];
    const options = { cwd: folder, env: environment };
    return timed("pulumi", [...args, ...policyFlags()], options);
  }

  remove(): void {
    this.project.remove();
  }
}
