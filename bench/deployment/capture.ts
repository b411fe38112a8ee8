import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { output } from "../shared/process";
import { docker } from "./engine";
import { application, stack } from "./stack-file";

/** Containers of the stack by the script's names for them. */
export const roles = ["database", "cache", "proxy", "web-1", "web-2", "worker-1", "beat"] as const;

/** A container of the stack. */
export type Role = (typeof roles)[number];

/** What a person would have at hand before writing the script: files, environments, images. */
export interface Captured {
  readonly folder: string;
  readonly images: Readonly<Record<Role, string>>;
  /** Network name that the proxy's configuration asks for. */
  readonly webAlias: string;
  remove(): void;
}

/** A container as the engine describes it, as far as the benchmark reads it. */
export interface Inspected {
  readonly Image: string;
  readonly Config: Readonly<Record<string, unknown>> & { readonly Env: readonly string[] };
  readonly HostConfig: Readonly<Record<string, unknown>>;
  readonly NetworkSettings: {
    readonly Networks: Readonly<Record<string, { readonly Aliases: readonly string[] | null }>>;
  };
  readonly Mounts: readonly { readonly Destination: string; readonly RW: boolean }[];
}

/** Which volume is seen where: the script's name of it, a container that mounts it, and its place there. */
const volumes: readonly (readonly [volume: string, role: Role, place: string])[] = [
  ["database-configuration", "database", "/etc/palier/database"],
  ["database-init", "database", "/docker-entrypoint-initdb.d"],
  ["database-secrets", "database", "/run/secrets"],
  ["cache-configuration", "cache", "/etc/palier/cache"],
  ["secrets", "web-1", "/run/secrets"],
  ["proxy-configuration", "proxy", "/etc/palier/nginx"],
];

/** Takes ready files and settings from the deployed stack. */
export async function capture(): Promise<Captured> {
  const folder = mkdtempSync(join(tmpdir(), "palier-bench-files-"));
  for (const [volume, role, place] of volumes) {
    const archive = join(folder, `${volume}.tar`);
    const name = await palierName(role);
    await output("bash", ["-c", 'docker cp "$1:$2/." - >"$3"', "bash", name, place, archive]);
  }
  const images: Partial<Record<Role, string>> = {};
  let webAlias = "";
  for (const role of roles) {
    const container = await inspect(await palierName(role));
    images[role] = container.Image;
    writeFileSync(join(folder, `${role}.env`), `${container.Config.Env.join("\n")}\n`);
    const aliases = Object.values(container.NetworkSettings.Networks).flatMap(
      (one) => one.Aliases ?? [],
    );
    if (role === "web-1")
      webAlias = aliases.find((alias) => alias.startsWith(`${application}-web-`)) ?? "";
  }
  return {
    folder,
    images: images as Record<Role, string>,
    webAlias,
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Describes a container. */
export async function inspect(name: string): Promise<Inspected> {
  const [found] = JSON.parse((await docker("inspect", name)).join("\n")) as Inspected[];
  if (found === undefined) throw new Error(`there is no container ${name}`);
  return found;
}

/** The name of a container that Palier deployed, which ends at random for released ones. */
export async function palierName(role: Role): Promise<string> {
  const resource = role === "proxy" ? role : `${application}-${role}`;
  const filters = [`label=palier.stack=${stack}`, `label=palier.resource=${resource}`];
  const names = await docker(
    ...["ps", "--format", "{{.Names}}"],
    ...filters.flatMap((filter) => ["--filter", filter]),
  );
  if (names.length !== 1)
    throw new Error(`one container was expected for ${role}, found ${names.join(", ")}`);
  return names[0] ?? "";
}
