import type { DatabaseNeed } from "../../blueprints/types";
import type { DatabaseSpec } from "../../spec/deployment";
import type { ApplicationContext } from "./context";
import { engines } from "./engines";
import { postgresql } from "./engines/postgresql";
import type { DatabaseEngine } from "./engines/types";
import { pinImage } from "./images";

/** The database engine that an application gets. */
export interface ChosenEngine {
  readonly name: DatabaseSpec["engine"];
  readonly version: string;
  readonly image: string;
  readonly engine: DatabaseEngine;
}

const standIn: ChosenEngine = {
  name: "postgresql",
  version: postgresql.defaultVersion,
  image: "",
  engine: postgresql,
};

/**
 * Joins what the blueprint supports with what the stack chooses.
 * @returns Undefined when the blueprint has no database; a stand-in when the choice was reported as a
 * problem, so that the rest of the application is still looked at.
 */
export function chooseEngine(context: ApplicationContext): ChosenEngine | undefined {
  const { blueprint, application, choices, problems, config } = context;
  const path = ["applications", application, "database"];
  const need = blueprint.database;
  if (need === undefined) {
    if (choices.database !== undefined) {
      problems.add(path, `blueprint "${blueprint.kind}" has no database; remove this section`);
    }
    return undefined;
  }
  const name = chooseName(context, need, path);
  if (name === undefined) return standIn;
  const engine = engines[name];
  if (engine === undefined) {
    problems.add(
      [...path, "engine"],
      `${name} cannot be deployed by this version; choose ${supportedNames(need)}`,
    );
    return standIn;
  }
  const version = choices.database?.version ?? engine.defaultVersion;
  if (!checkVersion(context, name, engine, version, need.minimum[name])) return standIn;
  const images = config.images[name];
  const reference = Object.hasOwn(images, version) ? images[version] : undefined;
  if (reference === undefined) {
    problems.add(
      ["images", name, version],
      `missing; application "${application}" uses ${name} ${version}; name an image for it or choose another version`,
    );
    return standIn;
  }
  return { name, version, engine, image: pinImage(context, reference, ["images", name, version]) };
}

function chooseName(
  { blueprint, choices, problems }: ApplicationContext,
  need: DatabaseNeed,
  path: readonly string[],
): ChosenEngine["name"] | undefined {
  const name = choices.database?.engine ?? need.engines[0];
  if (name === undefined || need.engines.includes(name)) return name;
  problems.add(
    [...path, "engine"],
    `blueprint "${blueprint.kind}" does not work with ${name}; choose ${need.engines.join(" or ")}`,
  );
  return undefined;
}

function checkVersion(
  { blueprint, application, problems }: ApplicationContext,
  name: string,
  engine: DatabaseEngine,
  version: string,
  minimum: string | undefined,
): boolean {
  const usable = engine.versions.filter(
    (one) => minimum === undefined || compareVersions(one, minimum) >= 0,
  );
  if (usable.includes(version)) return true;
  problems.add(
    ["applications", application, "database", "version"],
    `${name} ${version} is not supported for blueprint "${blueprint.kind}"; choose ${usable.join(", ")}`,
  );
  return false;
}

function supportedNames(need: DatabaseNeed): string {
  const names = need.engines.filter((name) => engines[name] !== undefined);
  return names.length > 0 ? names.join(" or ") : "another application or a later version of palier";
}

/** Compares "10.11" and "10.6" number by number; a plain comparison would take the first for the smaller one. */
function compareVersions(a: string, b: string): number {
  return a.localeCompare(b, "en", { numeric: true });
}
