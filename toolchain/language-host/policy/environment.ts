import type { AnalyzerStackConfigureRequest } from "@pulumi/pulumi/proto/analyzer_pb";

import { configurationVariables } from "../program/environment";

/**
 * The variables that make `getStack()`, `new Config()` and `isDryRun()` work inside a policy pack: the
 * Node SDK's own names, and the names for all languages beside them.
 *
 * @param stack what the engine said with ConfigureStack; undefined without a stack (`policy publish`).
 */
export function packVariables(stack: AnalyzerStackConfigureRequest | undefined): NodeJS.ProcessEnv {
  if (stack === undefined) return {};
  const facts = {
    ORGANIZATION: stack.getOrganization(),
    PROJECT: stack.getProject(),
    STACK: stack.getStack(),
    DRY_RUN: String(stack.getDryRun()),
  };
  const variables: NodeJS.ProcessEnv = configurationVariables(
    stack.getConfigMap(),
    stack.getConfigSecretKeysList(),
  );
  for (const [name, value] of Object.entries(facts)) {
    if (value === "") continue;
    variables[`PULUMI_NODEJS_${name}`] = value;
    variables[`PULUMI_${name}`] = value;
  }
  return variables;
}
