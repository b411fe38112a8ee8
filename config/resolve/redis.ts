/** Port of a Redis server. */
export const redisPort = 6379;

/** Numeric user of the official image and of the project's own. */
export const redisUser = { uid: 999, gid: 999 };

/** Least memory in MiB: below it too little is left for data beside the server and its buffers. */
export const redisMinimumMemory = 48;

/** User that may only ask whether the server answers; named in the health check. */
const probeUser = "probe";

/**
 * redis.conf for a container with a memory limit in MiB.
 * @param folder Where this file and the user list are mounted.
 */
export function redisConfiguration(memory: number, folder: string): string {
  return `# Network: the only one is internal to one host, and every user needs a password.
bind * -::*
port ${redisPort}
protected-mode no
tcp-keepalive 60
timeout 0
aclfile ${folder}/users.acl

# Queued jobs must survive a restart; at most one second of them is lost in a crash of the host.
dir /data
appendonly yes
appendfsync everysec
save ""

# Three quarters of a limit of ${memory} MiB: rewriting the log copies the pages that change meanwhile.
maxmemory ${Math.floor((memory * 3) / 4)}mb
# It is the broker as well: evicting a key would lose a job, so writing fails instead.
maxmemory-policy noeviction

# The container's own log collects it.
logfile ""
loglevel notice
`;
}

/**
 * User list of the server; `{{cache-password}}` stands for the secret of that name. The application may
 * do everything that concerns its data, and nothing that concerns the server or wipes all databases.
 */
export const redisUsers = `user default on sanitize-payload ~* &* +@all -@admin -flushall -swapdb >{{cache-password}}
user ${probeUser} on nopass resetkeys resetchannels -@all +ping
`;

/**
 * Asks for an answer as a user without rights, so that no password is near a command line or another
 * process; the password is not checked for it. `-e` makes an error (loading, for one) a failed probe.
 */
export const redisProbe: readonly string[] = [
  "redis-cli",
  "-e",
  "-h",
  "127.0.0.1",
  "-p",
  String(redisPort),
  "--no-auth-warning",
  "--user",
  probeUser,
  "--pass",
  "none",
  "ping",
];
