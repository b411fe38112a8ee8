/** The type token in the address of a resource: `docker:index/network:Network`. */
export function typeOf(urn: string): string {
  return urn.split("::")[2]?.split("$").at(-1) ?? "";
}

/** The logical name in the address of a resource; it may itself contain `::`. */
export function nameOf(urn: string): string {
  return urn.split("::").slice(3).join("::");
}

/**
 * One clear line for a token that the toolchain does not implement.
 * @param notYet Sentences by token or by prefix ending in `*`, from the plugin's options.
 */
export function notImplemented(
  token: string,
  plugin: string,
  notYet: Readonly<Record<string, string>> = {},
): Error {
  const known = Object.entries(notYet).find(([pattern]) =>
    pattern.endsWith("*") ? token.startsWith(pattern.slice(0, -1)) : token === pattern,
  );
  const advice = known?.[1] ?? "use the official plugin for it (PALIER_TOOLCHAIN=official)";
  return new Error(
    `${token} is not implemented by the project's toolchain (plugin ${plugin}): ${advice}`,
  );
}
