import { guardedActs } from "../../../spec/guard";
import type { Problem } from "../../errors";
import { changes } from "../changes";
import { override } from "../overrides";
import { spell } from "../path";
import { list, mapping, valid } from "./loose";

/** Overrides, the window for changes and freezes: fields that depend on each other. */
export function guardRules(configuration: Readonly<Record<string, unknown>>): Problem[] {
  return [...overrideRules(configuration.overrides), ...changeRules(configuration.changes)];
}

function overrideRules(value: unknown): Problem[] {
  const entries = list(value).map((entry) => valid(override, entry));
  return entries.flatMap((entry, index) => {
    if (entry === undefined) return [];
    const { allow, resource } = entry;
    const path = ["overrides", index];
    const needed = guardedActs.some((act) => act === allow);
    const first = entries.findIndex(
      (other) => other?.allow === allow && other.resource === resource,
    );
    return [
      ...(needed && resource === undefined
        ? [{ path: spell([...path, "resource"]), message: `missing; ${allow} is for one resource` }]
        : []),
      ...(!needed && resource !== undefined
        ? [
            {
              path: spell([...path, "resource"]),
              message: `is for an update as a whole with ${allow}; remove it`,
            },
          ]
        : []),
      ...(first < index
        ? [{ path: spell(path), message: "allows what another override allows; remove one" }]
        : []),
    ];
  });
}

function changeRules(value: unknown): Problem[] {
  const { window, freezes } = mapping(value);
  const opening = valid(changes.shape.window, window);
  const empty = opening !== undefined && opening.from === opening.to;
  const closed = valid(changes.shape.freezes, freezes) ?? [];
  return [
    ...(empty
      ? [
          {
            path: spell(["changes", "window", "to"]),
            message: "is the time of opening too; write two different times",
          },
        ]
      : []),
    ...closed.flatMap(({ from, until }, index) =>
      from <= until
        ? []
        : [
            {
              path: spell(["changes", "freezes", index, "until"]),
              message: "is before the first day; write it the other way round",
            },
          ],
    ),
  ];
}
