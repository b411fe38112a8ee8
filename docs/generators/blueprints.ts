import { blueprints as registry } from "../../blueprints/registry";
import type { Blueprint } from "../../blueprints/types";
import { code, type Generator, page, table } from "./generator";

/** What every kind of application needs and what an operator may choose about it. */
export const blueprints: Generator = {
  file: "docs/reference/blueprints.md",
  render: () =>
    page([
      "# Blueprints",
      "What `blueprint` of an application may name, and what each kind brings along.",
      ...Object.keys(registry)
        .sort()
        .flatMap((kind) => {
          const blueprint = registry[kind];
          return blueprint === undefined ? [] : describe(blueprint);
        }),
    ]),
};

function describe(blueprint: Blueprint): string[] {
  return [
    `## ${blueprint.kind}`,
    blueprint.description,
    services(blueprint),
    "### Processes",
    processes(blueprint),
    ...titled("Tasks of a release, in order", tasks(blueprint)),
    ...titled("Migrations", migrations(blueprint)),
    ...titled("Settings", settings(blueprint)),
    ...titled("Secrets", secrets(blueprint)),
    ...titled("Volumes", volumes(blueprint)),
  ];
}

function titled(title: string, content: string): string[] {
  return content === "" ? [] : [`### ${title}`, content];
}

function services({ database, cache, health }: Blueprint): string {
  const engines = database?.engines.map((engine) => {
    const minimum = database.minimum[engine];
    return minimum === undefined ? engine : `${engine} from ${minimum}`;
  });
  return [
    `- Database: ${engines === undefined ? "none" : engines.join(" or ")}`,
    `- Redis: ${cache === undefined ? "none" : Object.keys(cache.databases).join(", ")}`,
    `- Alive: ${code(health.live)}, ready: ${code(health.ready)}`,
  ].join("\n");
}

function processes(blueprint: Blueprint): string {
  const rows = Object.entries(blueprint.processes).map(([name, process]) => [
    code(name),
    process.kind,
    process.port === undefined ? "none" : String(process.port),
    `${process.minimumMemory} MiB`,
    process.outbound ? "where the stack allows it" : "no",
  ]);
  return table(["Process", "Kind", "Port", "Least memory", "Reaches the outside"], rows);
}

function tasks(blueprint: Blueprint): string {
  return blueprint.tasks
    .map((task, index) => `${index + 1}. ${task.name}, at most ${task.timeoutSeconds} s`)
    .join("\n");
}

function migrations({ lifecycle }: Blueprint): string {
  if (lifecycle.migrations === undefined) return "";
  const { apply, lockSeconds, statementSeconds } = lifecycle.migrations;
  return `At most ${apply.timeoutSeconds} s in all; a statement waits ${lockSeconds} s for a lock and runs for ${statementSeconds} s.`;
}

function settings(blueprint: Blueprint): string {
  const rows = Object.entries(blueprint.settings).map(([name, setting]) => [
    code(name),
    setting.type,
    setting.description,
    defaults(setting.default),
  ]);
  return rows.length === 0 ? "" : table(["Setting", "Type", "Meaning", "When left out"], rows);
}

function defaults(values: Blueprint["settings"][string]["default"]): string {
  return (["development", "preproduction", "production"] as const)
    .map((tier) => {
      const value = values[tier];
      const shown = value === "" ? "empty" : code(value ?? "");
      return `${tier}: ${value === undefined ? "**required**" : shown}`;
    })
    .join(", ");
}

function secrets(blueprint: Blueprint): string {
  const rows = Object.entries(blueprint.secrets).map(([name, secret]) => [
    code(name),
    secret.source === "generated"
      ? `generated, ${secret.length} characters`
      : `set with ${code(`pulumi config set --secret palier:<application>-${name}`)}`,
    secret.source === "configured" ? secret.requiredIn.join(", ") || "no tier" : "made by itself",
  ]);
  return rows.length === 0 ? "" : table(["Secret", "Comes from", "Required in"], rows);
}

function volumes(blueprint: Blueprint): string {
  const rows = Object.entries(blueprint.volumes).map(([name, volume]) => [
    code(name),
    code(volume.path),
    volume.holds === "data" ? "data, backed up and protected" : "made again by a release",
    volume.writers.join(", ") || "nobody",
  ]);
  return rows.length === 0 ? "" : table(["Volume", "Path", "Holds", "Written by"], rows);
}
