import assert from "node:assert/strict";

import { containersOf, docker } from "./engine";
import type { Ended, Workspace } from "./workspace";

/** Everything of a stack on the engine, with what would show a restart or a replacement. */
export interface Snapshot {
  readonly containers: readonly string[];
  readonly networks: readonly string[];
  readonly volumes: readonly string[];
}

/** What a stack has on the engine now. */
export async function snapshot(stack: string): Promise<Snapshot> {
  const filters = { label: [`palier.stack=${stack}`] };
  const [containers, networks, { Volumes }] = await Promise.all([
    containersOf(stack),
    docker.listNetworks({ filters }),
    docker.listVolumes({ filters }),
  ]);
  return {
    containers: containers.map(({ name, id, state, startedAt }) =>
      [name, id, state, startedAt].join(" "),
    ),
    networks: networks.map(({ Name, Id }) => `${Name} ${Id}`).sort(),
    volumes: Volumes.map((volume) => `${volume.Name} ${createdAt(volume)}`).sort(),
  };
}

/** The engine answers it; the client's types do not know it. */
function createdAt(volume: object): string {
  return String((volume as { readonly CreatedAt?: unknown }).CreatedAt);
}

/**
 * Holds a command to what every refusal owes: an exit code, exactly the expected lines and no more,
 * no stack trace, no secret, and an engine on which nothing happened.
 * @param saying One expression for each line that is expected, in order.
 */
export async function assertRefused(
  workspace: Workspace,
  run: () => Promise<Ended>,
  saying: readonly RegExp[],
  secrets: readonly string[] = [],
): Promise<void> {
  const before = await snapshot(workspace.stack);
  const { code, output } = await run();
  assert.notEqual(code, 0, output);
  const lines = complaints(output);
  assert.equal(lines.length, saying.length, output);
  for (const [index, expected] of saying.entries()) assert.match(lines[index] ?? "", expected);
  assert.doesNotMatch(output, /^\s+at .*:\d+/m, "a stack trace");
  assert.deepEqual(changes(output), []);
  for (const secret of secrets) assert.ok(!output.includes(secret), "a secret is shown");
  assert.deepEqual(await snapshot(workspace.stack), before);
}

/** Steps of an update, shown with the seconds that they took; the stack's own entry in the state is no change. */
function changes(output: string): string[] {
  const step = /(creat|updat|delet|replac)(ing|ed) \([\d.]+s\)/;
  return output
    .split("\n")
    .filter((line) => step.test(line) && !line.includes("pulumi:pulumi:Stack"));
}

/**
 * The lines that say what is wrong: the diagnostics of an update, or everything that a command
 * which never came so far has printed.
 */
export function complaints(output: string): string[] {
  const lines = output.split("\n");
  const start = lines.indexOf("Diagnostics:");
  const end = lines.indexOf("", start);
  const relevant = start < 0 ? lines : lines.slice(start + 1, end < 0 ? undefined : end);
  return relevant
    .filter((line) => line.trim() !== "" && !/^ {2}\S+ \(.*\):$/.test(line))
    .map((line) => line.trim().replace(/^error: /, ""));
}

/** Runs an update that must find nothing to do. */
export async function assertUnchanged(workspace: Workspace): Promise<void> {
  const before = await snapshot(workspace.stack);
  const { code, output } = await workspace.update();
  assert.equal(code, 0, output);
  assert.match(output, /Resources:\n\s+\d+ unchanged\n/, output);
  assert.deepEqual(await snapshot(workspace.stack), before);
}
