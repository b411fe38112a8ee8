import { readFileSync } from "node:fs";
import path from "node:path";

/** The fields of a package.json that this host reads. */
export interface Manifest {
  readonly name?: string;
  readonly version?: string;
  readonly main?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  /** What a package says about the Pulumi plugin that it belongs to. */
  readonly pulumi?: PluginSection;
}

/** The `pulumi` section of a package that needs a plugin. */
export interface PluginSection {
  readonly resource?: boolean;
  readonly name?: string;
  readonly version?: string;
  readonly server?: string;
  readonly parameterization?: Parameterization;
}

/** How a package makes one provider out of a general one. */
export interface Parameterization {
  readonly name: string;
  readonly version: string;
  /** Base64. */
  readonly value: string;
}

/** Reads `folder/package.json`; undefined when there is none or it cannot be read as JSON. */
export function readManifest(folder: string): Manifest | undefined {
  try {
    const parsed: unknown = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));
    return typeof parsed === "object" && parsed !== null ? parsed : undefined;
  } catch {
    return undefined;
  }
}
