import { installedPackages } from "./installed";
import type { Manifest, Parameterization } from "./manifest";

/** A plugin that the engine needs to run a program. */
export interface RequiredPlugin {
  readonly name: string;
  /** With a leading `v`, as the engine writes versions; empty when the package does not say. */
  readonly version: string;
  /** Where to download it from; empty for the engine's own choice. */
  readonly server: string;
  readonly parameterization: Parameterization | undefined;
}

/** The plugins named by the `pulumi` sections of all packages that a program can load, each once. */
export function requiredPlugins(programFolder: string): RequiredPlugin[] {
  const plugins = new Map<string, RequiredPlugin>();
  for (const { manifest } of installedPackages(programFolder)) {
    if (manifest.pulumi?.resource !== true) continue;
    const plugin = toPlugin(manifest);
    plugins.set(`${plugin.name} ${plugin.version} ${plugin.parameterization?.name ?? ""}`, plugin);
  }
  return [...plugins.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, plugin]) => plugin);
}

function toPlugin(manifest: Manifest): RequiredPlugin {
  const section = manifest.pulumi ?? {};
  const version = section.version ?? manifest.version ?? "";
  return {
    name: section.name ?? (manifest.name ?? "").replace(/^@[^/]+\//, ""),
    version: version === "" || version.startsWith("v") ? version : `v${version}`,
    server: section.server ?? "",
    parameterization: section.parameterization,
  };
}
