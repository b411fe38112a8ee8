import type { Client, ClientChannel } from "ssh2";

/**
 * Sends a signal to everything that a command has started. The protocol's own signals are refused by
 * OpenSSH for root, so a second session of the same connection looks for its siblings: each is the
 * leader of a process group.
 */
export function signalRemote(client: Client, channel: ClientChannel, name: "TERM" | "KILL"): void {
  const script = [
    "c=$(cat /proc/$PPID/task/$PPID/children 2>/dev/null)",
    '[ -n "$c" ] || c=$(ps -A -o pid= -o ppid= | while read p q; do [ $q != $PPID ] || echo $p; done)',
    `for p in $c; do [ $p = $$ ] || kill -s ${name} -- -$p; done`,
  ].join("; ");
  const byProtocol = (): void => {
    if (channel.writable || channel.readable) channel.signal(name);
  };
  try {
    client.exec(`exec sh -c '${script}'`, (error, session) => {
      if (error) {
        byProtocol();
        return;
      }
      session
        .on("error", () => undefined)
        .on("exit", (code) => {
          if (code !== 0) byProtocol();
        });
      session.resume().stderr.resume();
    });
  } catch {
    // The connection is gone, and with it the way to the command.
  }
}
