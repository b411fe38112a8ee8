/** A map as protobuf gives it. */
export interface Entries {
  forEach(visit: (value: string, key: string) => void): void;
}

/**
 * The variables that the SDK reads a stack's configuration from.
 *
 * @param config full keys (`project:name`) and their values, secrets in plain text.
 * @param secretKeys the keys whose values are secret.
 */
export function configurationVariables(
  config: Entries,
  secretKeys: readonly string[],
): { PULUMI_CONFIG: string; PULUMI_CONFIG_SECRET_KEYS: string } {
  const values: Record<string, string> = {};
  config.forEach((value, key) => {
    values[key] = value;
  });
  return {
    PULUMI_CONFIG: JSON.stringify(values),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(secretKeys),
  };
}

/** Turns `NAME=value` lines into variables; the last one of a name wins, as in a process. */
export function parseEnvironment(lines: readonly string[]): NodeJS.ProcessEnv {
  const variables: NodeJS.ProcessEnv = {};
  for (const line of lines) {
    const end = line.indexOf("=");
    if (end > 0) variables[line.slice(0, end)] = line.slice(end + 1);
  }
  return variables;
}
