import { existsSync } from "node:fs";
import path from "node:path";

import {
  type InstallDependenciesRequest,
  InstallDependenciesResponse,
} from "@pulumi/pulumi/proto/language_pb";

import { HostError } from "../errors";
import type { Host } from "../host";
import { runtimeOptions } from "../program/options";

const otherManagers: Readonly<Record<string, string>> = {
  "yarn.lock": "yarn",
  "pnpm-lock.yaml": "pnpm",
  "bun.lock": "bun",
  "bun.lockb": "bun",
};

/**
 * Installs a project's packages for `pulumi install` and shows npm's own output: `npm ci` when there is
 * a lock file, `npm install` otherwise; never the packages' install scripts, which reach for the network.
 */
export async function installDependencies(
  request: InstallDependenciesRequest,
  send: (part: InstallDependenciesResponse) => void,
  host: Host,
  cancelled: AbortSignal,
): Promise<void> {
  const folder = request.getInfo()?.getProgramDirectory() ?? request.getDirectory();
  runtimeOptions(request.getInfo());
  if (request.getUseLanguageVersionTools())
    throw new HostError(
      "choosing a Node version is not done here: install the one you need and retry",
    );
  const args = npmArguments(folder);
  const child = host.children.start("npm", args, {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
  });
  cancelled.addEventListener("abort", () => void host.children.stop(child));
  child.stdout?.on("data", (data: Buffer) => {
    send(part((message) => message.setStdout(data)));
  });
  child.stderr?.on("data", (data: Buffer) => {
    send(part((message) => message.setStderr(data)));
  });
  const closed = new Promise((resolve) => child.once("close", resolve));
  const { code, signal } = await host.children.ended(child);
  await closed;
  if (code !== 0)
    throw new HostError(
      `"npm ${args.join(" ")}" in ${folder} ended with ${signal ?? `code ${String(code)}`}`,
    );
}

/**
 * The npm command for a project's folder.
 *
 * @throws HostError when the lock file of another package manager shows that npm is the wrong one.
 */
export function npmArguments(folder: string): string[] {
  if (existsSync(path.join(folder, "package-lock.json"))) return ["ci", "--ignore-scripts"];
  for (const [lock, manager] of Object.entries(otherManagers)) {
    if (existsSync(path.join(folder, lock)))
      throw new HostError(
        `${path.join(folder, lock)} belongs to ${manager}; this language host works with npm only`,
      );
  }
  return ["install", "--ignore-scripts"];
}

function part(fill: (message: InstallDependenciesResponse) => void): InstallDependenciesResponse {
  const message = new InstallDependenciesResponse();
  fill(message);
  return message;
}
