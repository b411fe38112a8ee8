import type { Measurement } from "../shared/measurement";
import { root } from "../shared/paths";
import { inPairs } from "../shared/pairs";
import { timed } from "../shared/process";
import { startEngineStub } from "./engine-stub";
import { runProgram } from "./program";

const rounds = 11;

/** How long the program itself takes, against loading the SDK and nothing else. */
export async function measureStart(): Promise<Measurement> {
  const engine = await startEngineStub();
  try {
    const pairs = await inPairs(
      rounds,
      async () => (await runProgram(engine)).milliseconds,
      () => timed(process.execPath, ["-e", 'require("@pulumi/pulumi")'], { cwd: root }),
    );
    return {
      title: 'program start ÷ require("@pulumi/pulumi")',
      target: 1.9,
      unit: "s",
      pairs,
      method:
        "The program's process as the language host starts it, previewing the prod stack (its engine is an ssh:// host, " +
        "so nothing is waited for), against a stub of Pulumi's engine that answers at once; from spawn to exit, " +
        "transpile cache warm. The reference is a process that loads the SDK and ends.",
    };
  } finally {
    engine.close();
  }
}
