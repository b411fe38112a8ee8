import type { DatabaseSpec } from "../../spec/deployment";
import type { GuardedAct } from "../../spec/guard";

/** What the engine is about to do to a resource, as its hook is told. */
export interface GuardedStep {
  readonly kind: Guarded["kind"];
  /** Logical name. */
  readonly name: string;
  /** Undefined before a creation. */
  readonly oldInputs: Readonly<Record<string, unknown>> | undefined;
  /** Undefined before a deletion. */
  readonly newInputs: Readonly<Record<string, unknown>> | undefined;
}

/** What the program declares under a logical name, as far as it is guarded. */
export type Guarded =
  | {
      readonly kind: "volume";
      readonly physicalName: string;
      readonly labels: Readonly<Record<string, string>>;
    }
  | { readonly kind: "secret" }
  /** The component, which is registered before any part of it. */
  | { readonly kind: "database" }
  /** A container that keeps its data in one volume. */
  | {
      readonly kind: "server";
      readonly database: string | undefined;
      readonly data: { readonly resource: string; readonly physicalName: string };
    };

/** A step that needs an override to go on. */
export interface Objection {
  readonly allow: GuardedAct;
  /** Logical name of what is at stake, which is not always that of the resource itself. */
  readonly resource: string;
  /** What would happen, as a sentence without its end. */
  readonly harm: string;
}

/** What a database server runs, as its label says it. */
export function describeDatabase({
  engine,
  version,
}: Pick<DatabaseSpec, "engine" | "version">): string {
  return `${engine} ${version}`;
}

/**
 * Whether a step harms what cannot be made again.
 * @param declared What the program declares under the step's name; undefined when nothing.
 * @param existed Whether the state knew the resource before this update: making it anew replaces it.
 */
export function objectionTo(
  step: GuardedStep,
  declared: Guarded | undefined,
  existed: boolean,
): Objection | undefined {
  switch (step.kind) {
    case "database":
      return databaseChange(step);
    case "server":
      return declared?.kind === "server" ? serverChange(step, declared) : undefined;
    case "volume":
    case "secret":
      return dataChange(step, declared, existed);
  }
}

function dataChange(
  { name, oldInputs, newInputs }: GuardedStep,
  declared: Guarded | undefined,
  existed: boolean,
): Objection | undefined {
  const resource = name;
  if (oldInputs === undefined) {
    const harm = `${name} would be replaced by a new one`;
    return existed ? { allow: "replace", resource, harm } : undefined;
  }
  if (newInputs !== undefined) return undefined;
  if (declared === undefined) {
    const harm = `${name} would be deleted: the program declares it no more`;
    return { allow: "delete", resource, harm };
  }
  if (declared.kind === "volume" && differs(oldInputs, declared)) {
    const harm = `${name} would be replaced by an empty volume`;
    return { allow: "replace", resource, harm };
  }
  return { allow: "delete", resource, harm: `${name} would be deleted` };
}

/** A volume cannot be changed: with another name or another label it is another one. */
function differs(
  { name, labels }: Readonly<Record<string, unknown>>,
  declared: Extract<Guarded, { kind: "volume" }>,
): boolean {
  const keys = Object.keys(declared.labels);
  return (
    name !== declared.physicalName ||
    records(labels).length !== keys.length ||
    keys.some((key) => labelOf(labels, key) !== declared.labels[key])
  );
}

function databaseChange({ name, oldInputs, newInputs }: GuardedStep): Objection | undefined {
  if (oldInputs === undefined || newInputs === undefined) return undefined;
  return versionObjection(name, databaseIn(oldInputs), databaseIn(newInputs));
}

function serverChange(
  { name, oldInputs, newInputs }: GuardedStep,
  { database, data }: Extract<Guarded, { kind: "server" }>,
): Objection | undefined {
  // Before a deletion only, which comes first when a container is replaced; one that goes for good harms no data.
  if (oldInputs === undefined || newInputs !== undefined) return undefined;
  const mounted = writableVolumes(oldInputs.mounts);
  if (mounted.length > 0 && !mounted.includes(data.physicalName)) {
    const harm = `${name} would run on another volume than the one with its data`;
    return { allow: "replace", resource: data.resource, harm };
  }
  return versionObjection(name, labelOf(oldInputs.labels, "palier.database"), database);
}

function versionObjection(
  resource: string,
  from: string | undefined,
  to: string | undefined,
): Objection | undefined {
  if (from === undefined || to === undefined || fits(from, to)) return undefined;
  const harm = `${resource} would go from ${from} to ${to}, which its data files do not fit`;
  return { allow: "database-version", resource, harm };
}

/** Whether data files of one version are read by another: the same engine and major, and not an older one. */
export function fits(from: string, to: string): boolean {
  const [oldEngine, oldVersion = ""] = from.split(" ");
  const [newEngine, newVersion = ""] = to.split(" ");
  const major = (version: string): string => version.split(".", 1)[0] ?? "";
  return (
    oldEngine === newEngine &&
    major(oldVersion) === major(newVersion) &&
    newVersion.localeCompare(oldVersion, "en", { numeric: true }) >= 0
  );
}

function databaseIn({ database }: Readonly<Record<string, unknown>>): string | undefined {
  const { engine, version } = record(database);
  return typeof engine === "string" && typeof version === "string"
    ? `${engine} ${version}`
    : undefined;
}

/** Names of the volumes that a container may write to. */
export function writableVolumes(mounts: unknown): string[] {
  return records(mounts).flatMap(({ type, source, readOnly }) =>
    type === "volume" && readOnly !== true && typeof source === "string" ? [source] : [],
  );
}

/** Value of a label in the provider's spelling of labels; undefined when there is none. */
export function labelOf(labels: unknown, key: string): string | undefined {
  const value = records(labels).find(({ label }) => label === key)?.value;
  return typeof value === "string" ? value : undefined;
}

/** Inputs of a state may have any form: an older program made them, or a person imported them. */
function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

function records(value: unknown): Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.map(record) : [];
}
