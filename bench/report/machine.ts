import { cpus, loadavg, release, totalmem } from "node:os";

import { output } from "../shared/process";

/** Lines that say where and with what was measured. */
export async function describeMachine(): Promise<string[]> {
  const [pulumi, docker] = await Promise.all([
    output("pulumi", ["version"]),
    output("docker", ["version", "--format", "{{.Server.Version}}"]),
  ]);
  const processors = cpus();
  return [
    `Date: ${new Date().toISOString().slice(0, 10)}`,
    `Command: \`make bench\``,
    `Machine: ${processors.length} × ${processors[0]?.model.trim() ?? "unknown"}, ` +
      `${Math.round(totalmem() / 2 ** 30)} GiB, Linux ${release()}, load at the end ${loadavg()[0]?.toFixed(1) ?? ""}`,
    `Versions: Node ${process.versions.node}, Pulumi ${pulumi.trim()}, Docker Engine ${docker.trim()}`,
  ];
}
