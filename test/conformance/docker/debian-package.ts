import { execFileSync } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from "node:fs";
import { join } from "node:path";

const root = join(__dirname, "..", "..", "..");

/** Puts a package of the distribution into a folder; one that was downloaded before is taken from this machine. */
export function downloadPackage(name: string, folder: string): void {
  const kept = join(root, ".palier", "cache", "debs", distribution());
  mkdirSync(kept, { recursive: true });
  const file = inFolder(kept, name) ?? keep(name, kept);
  copyFileSync(join(kept, file), join(folder, file));
}

/** Downloads aside, because another process may look for the same package meanwhile. */
function keep(name: string, kept: string): string {
  const aside = mkdtempSync(join(kept, ".download-"));
  try {
    // The user as whom apt downloads.
    chmodSync(aside, 0o777);
    download(name, aside);
    const file = inFolder(aside, name);
    if (file === undefined) throw new Error(`apt-get downloaded no package ${name}`);
    renameSync(join(aside, file), join(kept, file));
    return file;
  } finally {
    rmSync(aside, { recursive: true });
  }
}

/** Stale package lists are renewed once. */
function download(name: string, folder: string): void {
  const ask = (): Buffer =>
    execFileSync("apt-get", ["download", name], { cwd: folder, stdio: "pipe" });
  try {
    ask();
  } catch {
    execFileSync("apt-get", ["update", "--quiet", "--quiet"], { stdio: "pipe" });
    ask();
  }
}

function inFolder(folder: string, name: string): string | undefined {
  return readdirSync(folder).find((file) => file.startsWith(`${name}_`) && file.endsWith(".deb"));
}

/** What a package is made for: release and processor. */
function distribution(): string {
  const release = "/etc/os-release";
  const text = existsSync(release) ? readFileSync(release, "utf8") : "";
  const value = (key: string): string =>
    new RegExp(`^${key}="?([\\w.-]+)`, "m").exec(text)?.[1] ?? "unknown";
  return [value("ID"), value("VERSION_ID"), process.arch].join("-");
}
