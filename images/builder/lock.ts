import { createHash } from "node:crypto";
import net from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

const retryMilliseconds = 500;

/**
 * Runs work while no other process on this machine does work of the same name; `onWait` is called
 * once when it has to wait. The lock is a name in the kernel (an abstract socket), so it goes with
 * its process, however that ends. Systems without abstract sockets run at once: builds are safe side
 * by side, only wasteful.
 */
export async function withLock<T>(
  name: string,
  onWait: () => void,
  work: () => Promise<T>,
): Promise<T> {
  if (process.platform !== "linux") return work();
  const address = `\0palier-${createHash("sha256").update(name).digest("hex")}`;
  let server = await listen(address);
  if (server === undefined) onWait();
  while (server === undefined) {
    await sleep(retryMilliseconds);
    server = await listen(address);
  }
  try {
    return await work();
  } finally {
    server.close();
  }
}

function listen(address: string): Promise<net.Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE") resolve(undefined);
      else reject(error);
    });
    server.listen(address, () => {
      resolve(server);
    });
  });
}
