import { fstatSync } from "node:fs";

import type { Children } from "./children";

/**
 * Ends this process, after its children, when the CLI asks for it (SIGINT to the plugin's process
 * group), when anybody else does (SIGTERM, SIGHUP), and when the CLI dies without a word.
 */
export function endWithParent(children: Children): void {
  let ending = false;
  const end = () => {
    if (ending) return;
    ending = true;
    void children.stopAll().finally(() => process.exit(0));
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, end);
  process.on("exit", () => {
    children.killAll();
  });
  onParentGone(end);
}

/**
 * The CLI holds the other end of a plugin's standard input and never writes to it, so its end is the
 * CLI's end, a SIGKILL included. A terminal or /dev/null (a host started by hand) says nothing.
 */
function onParentGone(end: () => void): void {
  const input = fstatSync(0);
  if (!input.isFIFO() && !input.isSocket()) return;
  process.stdin.on("end", end);
  process.stdin.on("error", end);
  process.stdin.resume();
}
