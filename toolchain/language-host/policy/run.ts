import { messageOf } from "../errors";
import type { Host } from "../host";
import { exitCode, type Output, startAttached } from "../process/attached";
import { sdkScript } from "../program/sdk";
import { packVariables } from "./environment";
import { FirstLine } from "./first-line";
import { HeldOutput } from "./held-output";
import { PackProxy } from "./proxy";

/** A policy pack to run. */
export interface Pack {
  /** Folder of its PulumiPolicy.yaml, absolute. */
  readonly folder: string;
  /** Arguments for node itself; relative paths start from the folder. */
  readonly nodeargs: readonly string[];
  /** The environment that the engine asks for. */
  readonly environment: NodeJS.ProcessEnv;
  readonly engineAddress: string;
}

/**
 * Runs a policy pack behind a proxy. The pack library reads stack and configuration from variables when
 * it is loaded, and the engine says them only after it has reached the pack: so the proxy answers first,
 * and the pack's process starts once ConfigureStack (or, without a stack, any other call) has come.
 *
 * @returns the pack's exit code.
 */
export async function runPolicyPack(
  pack: Pack,
  output: Output,
  host: Host,
  cancelled: AbortSignal,
): Promise<number> {
  const script = sdkScript(pack.folder, "run-policy-pack");
  const proxy = await PackProxy.listen();
  const end = () => {
    proxy.close();
  };
  cancelled.addEventListener("abort", end);
  output.stdout(Buffer.from(`${proxy.port}\n`));
  try {
    const stack = await proxy.started;
    if (cancelled.aborted) return 1;
    const port = new FirstLine(output.stdout);
    const errors = new HeldOutput(output.stderr);
    // "./" and not ".": a file pack.json or pack.js beside the folder pack would be taken for the pack.
    const child = startAttached(
      [...pack.nodeargs, script, pack.engineAddress, "./"],
      { cwd: pack.folder, env: pack.environment, variables: packVariables(stack) },
      { stdout: port.take, stderr: errors.take },
      host,
      cancelled,
    );
    const code = exitCode(child, host);
    code.then(port.ended, port.ended);
    try {
      await proxy.connect(await port.line, stack);
      errors.release();
    } catch (error) {
      // Told in the answer that the engine waits for: it leaves at once, and would not read the output.
      const reason = errors.text() || messageOf(error);
      proxy.refuse(`the policy pack in ${pack.folder} did not start: ${reason}`);
    }
    return await code;
  } finally {
    proxy.close();
  }
}
