/** Settings of MariaDB that follow from its memory limit; sizes in MiB. */
export interface MariadbMemory {
  readonly bufferPool: number;
  readonly redoLog: number;
  readonly temporaryTable: number;
  readonly maximumConnections: number;
  /** Of `maximumConnections`, what one account may have: the rest is for health checks and backups. */
  readonly accountConnections: number;
}

/** What the server takes beside pool and connections: its own code, dictionary, log and key buffers. */
export const serverMemory = 96;

/** What a connection takes that sorts and joins with the buffers of the configuration. */
export const connectionMemory = 2;

/**
 * Derives the settings from the container's memory limit in MiB.
 * InnoDB reads past the kernel's cache, so its pool is the only cache of rows: it gets three quarters
 * of what server and connections leave. The last quarter is for temporary tables and the dictionary
 * of large schemas.
 */
export function mariadbMemory(limit: number): MariadbMemory {
  const maximumConnections = clamp(Math.floor(limit / 8), 30, 200);
  const left = limit - serverMemory - connectionMemory * maximumConnections;
  // The server rounds a pool up to whole chunks of 2 MiB.
  const bufferPool = 2 * Math.floor((left * 3) / 8);
  return {
    bufferPool,
    // Larger logs save writes, and lengthen the recovery after a crash.
    redoLog: clamp(Math.floor(bufferPool / 2), 64, 1024),
    temporaryTable: clamp(Math.floor(limit / 64), 4, 64),
    maximumConnections,
    accountConnections: maximumConnections - 5,
  };
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}
