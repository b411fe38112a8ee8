import { createHash } from "node:crypto";

/** Longest name that works everywhere: a DNS label, which container and alias names also have to be. */
export const longestName = 63;

/** Whose thing is named, and as what. Parts left out are left out of the name. */
export interface NameParts {
  /** The Pulumi project: keeps two installations on one engine apart. */
  readonly project: string;
  readonly stack: string;
  /** Undefined for what all applications of a stack share. */
  readonly application: string | undefined;
  readonly role: string;
}

/**
 * Name of a container, volume or network on the engine: `<project>-<stack>-<application>-<role>`.
 * Longer than 63 characters, every part is shortened in proportion and a hash of the full name is
 * added, so that two long names stay different. Changing it orphans what carries the old name.
 */
export function physicalName(parts: NameParts): string {
  const { project, stack, application, role } = parts;
  return fit([project, stack, ...(application === undefined ? [] : [application]), role]);
}

/**
 * Name of a resource in the program: `<application>-<role>`, or the role alone for what is shared.
 * It never holds the stack's name, so that all stacks declare the same resources.
 */
export function logicalName(application: string | undefined, role: string): string {
  return application === undefined ? role : `${application}-${role}`;
}

/**
 * Network name under which all containers of one process of one release are found:
 * `<application>-<process>-<hash>`. Another release has another hash and so another name.
 */
export function releaseAlias(application: string, process: string, hash: string): string {
  return fit([application, process, hash.slice(0, 8)], 1);
}

/** Joins the parts; `kept` parts at the end are never shortened and stand in for the hash. */
function fit(parts: readonly string[], kept = 0): string {
  const full = parts.join("-");
  if (full.length <= longestName) return full;
  const tail = kept > 0 ? parts.slice(-kept) : [shortHash(full)];
  const head = kept > 0 ? parts.slice(0, -kept) : parts;
  // The parts that stay whole may be equal for two long names, so these need the hash as well.
  const suffix = (kept > 0 ? [shortHash(head.join("-")), ...tail] : tail).join("-");
  return [...shorten(head, longestName - suffix.length - 1), suffix].join("-");
}

function shorten(parts: readonly string[], room: number): string[] {
  const letters = parts.reduce((sum, part) => sum + part.length, 0);
  const available = room - (parts.length - 1);
  return parts.map((part) =>
    part.slice(0, Math.max(1, Math.floor((part.length * available) / letters))).replace(/-+$/, ""),
  );
}

function shortHash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 8);
}
