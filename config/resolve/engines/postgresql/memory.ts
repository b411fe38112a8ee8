/** Settings of PostgreSQL that follow from its memory limit; sizes in MiB. */
export interface PostgresqlMemory {
  readonly sharedBuffers: number;
  readonly effectiveCacheSize: number;
  readonly maintenanceWorkMemory: number;
  readonly workMemory: number;
  readonly maximumConnections: number;
}

/**
 * Derives the settings from the container's memory limit in MiB.
 * A quarter for shared buffers and the rest as a hint for the planner is the PostgreSQL manual's
 * starting point. Connections cost 5 to 10 MiB each, hence one per 8 MiB. Every connection may sort
 * twice at once, and all of them together must stay within what the shared buffers leave.
 */
export function postgresqlMemory(limit: number): PostgresqlMemory {
  const sharedBuffers = Math.floor(limit / 4);
  const maximumConnections = clamp(Math.floor(limit / 8), 30, 200);
  return {
    sharedBuffers,
    // The kernel's cache is charged to the same limit, minus what the processes need.
    effectiveCacheSize: Math.floor((limit * 5) / 8),
    maintenanceWorkMemory: clamp(Math.floor(limit / 16), 16, 1024),
    workMemory: clamp(Math.floor((limit - sharedBuffers) / (2 * maximumConnections)), 1, 64),
    maximumConnections,
  };
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}
