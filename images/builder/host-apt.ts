import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { type AptSource, debianSources, parseDeb822, parseOneLine } from "./apt-sources";

/** What the host's apt says about where packages come from. */
export interface HostApt {
  /** Debian's archives; empty on a host that is not Debian. */
  readonly sources: readonly AptSource[];
  /** Lines for apt's configuration in images: proxies and clock checks. */
  readonly options: readonly string[];
}

/**
 * Reads the host's apt configuration, for images that must fetch packages from the same place.
 * `etc` is the configuration folder, `/etc` by default.
 */
export function readHostApt(release: string, etc = "/etc"): HostApt {
  const hostRelease = debianRelease(path.join(etc, "os-release"));
  return {
    sources:
      hostRelease === undefined
        ? []
        : debianSources(readSources(path.join(etc, "apt")), hostRelease, release),
    options: portableOptions(aptConfiguration()),
  };
}

/**
 * Keeps the options of `apt-config dump` that matter inside a container too. A proxy on the host's
 * loopback address cannot be reached from there and is left out.
 */
export function portableOptions(dump: string): string[] {
  const portable = /^Acquire::(Check-Valid-Until|Check-Date|https?::Proxy) "(.*)";$/;
  return dump.split("\n").filter((line) => {
    const value = portable.exec(line)?.[2];
    return value !== undefined && value !== "" && !/localhost|127\.0\.0\.1|\[::1\]/.test(value);
  });
}

function debianRelease(file: string): string | undefined {
  const text = readIfThere(file);
  if (!/^ID=debian$/m.test(text)) return undefined;
  return /^VERSION_CODENAME=(\w+)$/m.exec(text)?.[1];
}

function readSources(folder: string): AptSource[] {
  const parts = path.join(folder, "sources.list.d");
  const names = fs.existsSync(parts) ? fs.readdirSync(parts).sort() : [];
  return [
    ...parseOneLine(readIfThere(path.join(folder, "sources.list"))),
    ...names.flatMap((name) => {
      const file = path.join(parts, name);
      if (name.endsWith(".list")) return parseOneLine(readIfThere(file));
      return name.endsWith(".sources") ? parseDeb822(readIfThere(file)) : [];
    }),
  ];
}

function aptConfiguration(): string {
  try {
    return execFileSync("apt-config", ["dump"], { encoding: "utf8" });
  } catch {
    // A host without apt has no such settings.
    return "";
  }
}

function readIfThere(file: string): string {
  return fs.existsSync(file) ? fs.readFileSync(file, "utf8") : "";
}
