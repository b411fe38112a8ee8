import { readFileSync } from "node:fs";
import { join } from "node:path";

import type { DatabaseEngine } from "../types";
import { mariadbConfiguration } from "./configuration";

const application = readFileSync(join(__dirname, "10-application.sh"), "utf8");

/** MariaDB, with the interface of the official image. */
export const mariadb: DatabaseEngine = {
  versions: ["10.11"],
  defaultVersion: "10.11",
  port: 3306,
  user: { uid: 999, gid: 999 },
  minimumMemory: 256,
  dataFolder: () => "/var/lib/mysql",
  initFolder: "/docker-entrypoint-initdb.d",
  reserved: (name) =>
    /^(mysql|information_schema|performance_schema|sys|root|healthcheck|public)$/.test(name),
  command: () => ["mariadbd"],
  environment: ({ connection, passwordFiles, configurationFolder }) => [
    // No root for the network; what the container's own user may do is said in the init file.
    "MARIADB_ROOT_HOST=localhost",
    `MARIADB_ROOT_PASSWORD_FILE=${passwordFiles.superuser}`,
    // Where server and tools look for one more my.cnf. As an option on the command line, the official
    // image would hand it on to a tool that takes it in first place only.
    `MYSQL_HOME=${configurationFolder}`,
    `PALIER_DATABASE_NAME=${connection.name}`,
    `PALIER_DATABASE_PASSWORD_FILE=${passwordFiles.application}`,
    `PALIER_DATABASE_USER=${connection.user}`,
  ],
  configurationFiles: ({ memory }) => [
    {
      path: "my.cnf",
      mode: "0400",
      content: { from: "text", text: mariadbConfiguration(memory) },
    },
  ],
  initFiles: () => [
    { path: "10-application.sh", mode: "0400", content: { from: "text", text: application } },
  ],
  tmpfs: () => ({
    "/run/mysqld": "size=1m,mode=1777",
    "/tmp": "size=64m,mode=1777",
  }),
  healthCheck: {
    // Asks over TCP, because the server that runs the first-start scripts has no network. Login and
    // password are in a file that the image made.
    command: ["healthcheck.sh", "--connect", "--innodb_initialized"],
    interval: "2s",
    timeout: "4s",
    retries: 5,
    startPeriod: "1m0s",
  },
  // Ends connections, writes the pool to disk and leaves nothing to recover.
  stopSignal: "SIGTERM",
  stopGraceSeconds: 120,
};
