import type { ContainerInputs } from "./inputs";

type Port = NonNullable<ContainerInputs["ports"]>[number];

/** A port inside the container as the engine writes it, such as `80/tcp`. */
export function portKey({ internal, protocol }: Port): string {
  return `${internal}/${protocol ?? "tcp"}`;
}

/** Which port of the machine leads to which port of the container; an empty host port lets the engine choose. */
export function portBindings(
  ports: readonly Port[] = [],
): Record<string, { HostIp: string; HostPort: string }[]> {
  const bindings: Record<string, { HostIp: string; HostPort: string }[]> = {};
  for (const port of ports) {
    const binding = {
      HostIp: port.ip ?? "0.0.0.0",
      HostPort: port.external === undefined ? "" : String(port.external),
    };
    (bindings[portKey(port)] ??= []).push(binding);
  }
  return bindings;
}
