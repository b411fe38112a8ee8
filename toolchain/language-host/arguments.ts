/**
 * Finds the engine's address in the arguments that the CLI starts a plugin with: options such as
 * `--logtostderr`, `-v=9` or `--tracing <url>` may come first, the address is always last.
 *
 * @returns `host:port`, or an empty string when the CLI gives none (it then sends it with Handshake).
 */
export function engineAddressOf(args: readonly string[]): string {
  const last = args.at(-1) ?? "";
  return last.startsWith("-") ? "" : last;
}
