import { loadBeside } from "../../config/load-beside";
import { loadFromFile } from "../../config/load-file";
import { resolve } from "../../config/resolve";
import { namespace } from "../../config/schema/path";
import { suggestion } from "../../config/schema/suggest";
import type { CommandContext } from "../../release/commands/context";
import { openStackEngine } from "../../release/engine/client";
import { OperationFailure } from "../../release/failure";
import type { ApplicationSpec, DeploymentSpec } from "../../spec/deployment";

/**
 * What a stack's file declares, resolved without Pulumi.
 * @param root Folder of `Pulumi.yaml`.
 * @throws ConfigurationError with every problem, or with the known stacks.
 */
export function resolveStack(stack: string, root: string): DeploymentSpec {
  const config = loadFromFile(stack, root);
  return resolve({ project: namespace, stack, config, ...loadBeside(root) });
}

/**
 * Connects to the engine of a stack.
 * @throws ConfigurationError, or EngineUnavailable with the address and the remedy.
 */
export async function openStack(stack: string, root: string): Promise<CommandContext> {
  const spec = resolveStack(stack, root);
  return { spec, docker: await openStackEngine(spec.engine) };
}

/**
 * The application that is meant; its name may be left out where there is one only.
 * @throws OperationFailure with the known names.
 */
export function chooseApplication(
  { stack, applications }: DeploymentSpec,
  name: string | undefined,
): ApplicationSpec {
  const names = applications.map((application) => application.name);
  const [only, ...others] = applications;
  if (name === undefined) {
    if (only !== undefined && others.length === 0) return only;
    throw new OperationFailure(
      `Stack "${stack}" has ${names.length} applications: choose one with APP=, known are: ${names.join(", ")}; nothing was changed.`,
    );
  }
  const found = applications.find((application) => application.name === name);
  if (found !== undefined) return found;
  throw new OperationFailure(
    `Stack "${stack}" has no application "${name}"; ${suggestion(name, names)} Nothing was changed.`,
  );
}

/** The application that is meant, or all. */
export function chooseApplications(
  spec: DeploymentSpec,
  name: string | undefined,
): readonly ApplicationSpec[] {
  return name === undefined ? spec.applications : [chooseApplication(spec, name)];
}
