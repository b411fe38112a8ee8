import type { Problem } from "../../errors";
import { spell } from "../path";
import { mapping } from "./loose";

// Resources that all applications share have these names; an application's would be mixed up with them.
const reserved: readonly string[] = ["edge", "palier", "proxy"];

/** Names of applications have to stay apart when they are put before the names of their parts. */
export function nameRules(configuration: Readonly<Record<string, unknown>>): Problem[] {
  const applications = configuration.applications;
  const names = Object.keys(mapping(applications));
  if (isEmptyMapping(applications)) {
    return [
      {
        path: spell(["applications"]),
        message: "is empty; a stack needs at least one application",
      },
    ];
  }
  return names.flatMap((name) => [
    ...reservedName(name),
    ...names.filter((other) => name.startsWith(`${other}-`)).map((other) => prefixed(name, other)),
  ]);
}

function isEmptyMapping(value: unknown): boolean {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    Object.keys(value).length === 0
  );
}

function reservedName(name: string): Problem[] {
  return reserved.includes(name)
    ? [{ path: spell(["applications", name]), message: "is a reserved name; choose another one" }]
    : [];
}

function prefixed(name: string, other: string): Problem {
  const message =
    `starts with the name of application "${other}" and a hyphen, so that the secrets and ` +
    "containers of the two could not be told apart; choose another name";
  return { path: spell(["applications", name]), message };
}
