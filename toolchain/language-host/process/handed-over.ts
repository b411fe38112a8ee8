import type { ChildProcess } from "node:child_process";

/**
 * The environment of a process of node that gets more variables on its standard input, where `preload.cjs`
 * reads them: those that it was started with can be read in `/proc/<pid>/environ` as long as it runs.
 */
export function awaitingVariables(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return { ...environment, PALIER_VARIABLES: "stdin" };
}

/** Hands secret variables to a process that was started with {@link awaitingVariables}, and a pipe to it. */
export function handOver(child: ChildProcess, variables: NodeJS.ProcessEnv): void {
  // One that ended before it has read them says itself why.
  child.stdin?.on("error", () => undefined);
  child.stdin?.end(JSON.stringify(variables));
}
