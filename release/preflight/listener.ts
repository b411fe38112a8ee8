import { readFile, readdir, readlink } from "node:fs/promises";

/** State of a listening socket in the kernel's tables (include/net/tcp_states.h, TCP_LISTEN). */
const listening = "0A";

/** Who listens on a TCP port of this machine, as far as this user may see it: "nginx (process 812)". */
export async function findListener(port: number): Promise<string> {
  const inodes = new Set([
    ...(await listeningInodes("/proc/net/tcp", port)),
    ...(await listeningInodes("/proc/net/tcp6", port)),
  ]);
  const pids = (await readdir("/proc").catch(() => [])).filter((name) => /^\d+$/.test(name));
  for (const pid of pids) {
    if (await holds(pid, inodes)) {
      const name = await readFile(`/proc/${pid}/comm`, "utf8").catch(() => "");
      return `${name.trim() || "a process"} (process ${pid})`;
    }
  }
  return "another process";
}

async function listeningInodes(table: string, port: number): Promise<string[]> {
  const lines = (await readFile(table, "utf8").catch(() => "")).split("\n").slice(1);
  return lines.flatMap((line) => {
    const [, local, , state, , , , , , inode] = line.trim().split(/\s+/);
    const localPort = Number.parseInt(local?.split(":")[1] ?? "", 16);
    return state === listening && localPort === port && inode !== undefined ? [inode] : [];
  });
}

async function holds(pid: string, inodes: ReadonlySet<string>): Promise<boolean> {
  const folder = `/proc/${pid}/fd`;
  const links = await Promise.all(
    (await readdir(folder).catch(() => [])).map((fd) =>
      readlink(`${folder}/${fd}`).catch(() => ""),
    ),
  );
  return links.some((link) => inodes.has(/^socket:\[(\d+)\]$/.exec(link)?.[1] ?? ""));
}
