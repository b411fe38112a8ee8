import { execFileSync } from "node:child_process";

/** Downloads a package of the distribution into a folder; stale package lists are renewed once. */
export function downloadPackage(name: string, folder: string): void {
  const download = (): Buffer =>
    execFileSync("apt-get", ["download", name], { cwd: folder, stdio: "pipe" });
  try {
    download();
  } catch {
    execFileSync("apt-get", ["update", "--quiet", "--quiet"], { stdio: "pipe" });
    download();
  }
}
