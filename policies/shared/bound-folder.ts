/** The folder of the host that the options of a volume's driver bind; undefined for any other volume. */
export function boundFolder(
  options: Readonly<Record<string, string>> | undefined,
): string | undefined {
  const flags = (options?.o ?? "").split(",");
  return flags.includes("bind") || flags.includes("rbind") ? options?.device : undefined;
}
