import type { Tier } from "../spec/deployment";

/**
 * Every label that the project sets. Each key with what sets it apart from its neighbour:
 * - `palier.project` is the Pulumi project, the same on every site; `palier.stack` is one site of it.
 * - `palier.tier` is the class of site (policies and defaults hang on it), not the site itself.
 * - `palier.application` is whose object it is; missing on what all applications share.
 * - `palier.component` is the kind of part ("database", "web", "task"); `palier.process` is the
 *   blueprint's name for one way to run the image ("beat"), missing where the image is not the application's.
 * - `palier.release` is the version that the operator gave; `palier.spec` is the hash of the whole
 *   specification, which also changes when only a setting does; `palier.files` is the hash of the
 *   secret and configuration files as deployed, so only the components can set it.
 * - `palier.database` is what a database server runs, as "postgresql 15": its data fits nothing else.
 * - `palier.resource` is the logical name in the program, to find the object in the state from the engine.
 * - `palier.managed-by` tells objects of this tool from those that people made by hand.
 * Beside these, a container that is exempt from a policy says so: see `exemptionLabel`.
 */
export const labelKeys = [
  "palier.application",
  "palier.component",
  "palier.database",
  "palier.files",
  "palier.managed-by",
  "palier.process",
  "palier.project",
  "palier.release",
  "palier.resource",
  "palier.spec",
  "palier.stack",
  "palier.tier",
] as const;

/** Key of the label that exempts a container from a policy; its value is "until YYYY-MM-DD: reason". */
export function exemptionLabel(policy: string): string {
  return `palier.exempt.${policy}`;
}

/** One of the closed list of label keys. */
export type LabelKey = (typeof labelKeys)[number];

/** Who an object belongs to. */
export interface Owner {
  readonly project: string;
  readonly stack: string;
  readonly application?: string | undefined;
  readonly component: string;
  /** Logical resource name. */
  readonly resource: string;
}

/** What is known of a container besides, and changes with its release. */
export interface Revision {
  readonly tier: Tier;
  readonly process?: string | undefined;
  readonly release?: string | undefined;
  /** Engine and major version, for a database server only. */
  readonly database?: string | undefined;
  readonly spec: string;
}

/**
 * The labels of one object, sorted by key.
 * @param revision Given for containers only. Volumes and networks carry nothing that a release or a
 * change of tier would change, because a changed label replaces them and a data volume must stay.
 */
export function labels(owner: Owner, revision?: Revision): Readonly<Record<string, string>> {
  const values: Partial<Record<LabelKey, string | undefined>> = {
    "palier.application": owner.application,
    "palier.component": owner.component,
    "palier.database": revision?.database,
    "palier.managed-by": "pulumi",
    "palier.process": revision?.process,
    "palier.project": owner.project,
    "palier.release": revision?.release,
    "palier.resource": owner.resource,
    "palier.spec": revision?.spec,
    "palier.stack": owner.stack,
    "palier.tier": revision?.tier,
  };
  const result: Record<string, string> = {};
  for (const key of labelKeys) {
    const value = values[key];
    if (value !== undefined) result[key] = value;
  }
  return result;
}
