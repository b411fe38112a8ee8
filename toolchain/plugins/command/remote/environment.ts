import type { Client } from "ssh2";
import { runRemote } from "./run";

/**
 * Finds out which variables the other machine does not take: OpenSSH drops those that its `AcceptEnv`
 * does not name, without a word. Costs one short session when there are variables.
 * @returns The names that do not arrive; undefined where that cannot be asked (no POSIX shell).
 */
export async function refusedVariables(
  client: Client,
  env: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<readonly string[] | undefined> {
  const names = Object.keys(env).filter((name) => /^[A-Za-z_]\w*$/.test(name));
  if (names.length === 0) return [];
  const text = `exec sh -c 'for n in ${names.join(" ")}; do eval test \\"\\\${$n+x}\\" = x || echo refused:$n; done'`;
  try {
    const { stdout } = await runRemote(client, { text, env, stdin: "" }, signal, () => undefined);
    return names.filter((name) => stdout.split("\n").includes(`refused:${name}`));
  } catch {
    return undefined;
  }
}

/** What to tell about a variable that does not arrive. */
export function refusal(names: readonly string[]): string {
  return `Unable to set ${names.map((name) => `'${name}'`).join(", ")}: the ssh server takes only what AcceptEnv in its sshd_config names; add it there, or write the variables into the command: VAR=value command`;
}
