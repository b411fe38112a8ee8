/** Types from the outermost parent to the resource, without the stack. */
export function typesOf(urn: string): string[] {
  return (urn.split("::")[2] ?? "").split("$");
}

/** Type token of a resource: "docker:index/volume:Volume". */
export function typeOf(urn: string): string {
  return typesOf(urn).at(-1) ?? "";
}

/** Name of a resource in the program, which may hold the separator itself. */
export function nameOf(urn: string): string {
  return urn.split("::").slice(3).join("::");
}
