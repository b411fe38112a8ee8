import { readFileSync } from "node:fs";
import { join } from "node:path";

import type { DatabaseEngine, EngineInput } from "../types";
import { accessRules } from "./access";
import { postgresqlConfiguration } from "./configuration";

const applicationRole = readFileSync(join(__dirname, "10-application-role.sql"), "utf8");

const port = 5432;

/** PostgreSQL, with the interface of the official image. */
export const postgresql: DatabaseEngine = {
  versions: ["15", "16", "17"],
  defaultVersion: "15",
  port,
  user: { uid: 999, gid: 999 },
  minimumMemory: 128,
  // The image of version 18 keeps its data in a folder per version: mounted where older versions
  // have it, the data would go to an anonymous volume and be lost with the container.
  dataFolder: (version) =>
    Number(version) < 18 ? "/var/lib/postgresql/data" : "/var/lib/postgresql",
  initFolder: "/docker-entrypoint-initdb.d",
  reserved: (name) => /^(postgres|template[01]|pg_.*)$/.test(name),
  command: ({ configurationFolder }) => [
    "postgres",
    "-c",
    `config_file=${configurationFolder}/postgresql.conf`,
    "-c",
    `hba_file=${configurationFolder}/pg_hba.conf`,
  ],
  environment: ({ connection, passwordFiles }) => [
    `PALIER_DATABASE_NAME=${connection.name}`,
    `PALIER_DATABASE_PASSWORD_FILE=${passwordFiles.application}`,
    `PALIER_DATABASE_USER=${connection.user}`,
    // C.UTF-8 sorts the same whatever C library the image has, so an image update cannot corrupt indexes.
    "POSTGRES_INITDB_ARGS=--data-checksums --auth-host=scram-sha-256 --auth-local=peer --encoding=UTF8 --locale=C.UTF-8",
    `POSTGRES_PASSWORD_FILE=${passwordFiles.superuser}`,
  ],
  configurationFiles: (input: EngineInput) => [
    { path: "pg_hba.conf", mode: "0400", content: { from: "text", text: accessRules } },
    {
      path: "postgresql.conf",
      mode: "0400",
      content: { from: "text", text: postgresqlConfiguration(input.memory) },
    },
  ],
  initFiles: () => [
    {
      path: "10-application-role.sql",
      mode: "0400",
      content: { from: "text", text: applicationRole },
    },
  ],
  tmpfs: (memory) => ({
    "/tmp": "size=64m,mode=1777",
    "/var/run/postgresql": "size=1m,mode=1777",
    // Parallel queries share rows here; the engine's own 64 MB make large joins fail.
    "/dev/shm": `size=${Math.max(64, Math.floor(memory / 4))}m,mode=1777`,
  }),
  healthCheck: {
    // Over TCP, because the server that runs the first-start scripts answers on its socket only.
    command: [
      "pg_isready",
      "-q",
      "-h",
      "127.0.0.1",
      "-p",
      String(port),
      "-U",
      "postgres",
      "-d",
      "postgres",
    ],
    interval: "2s",
    timeout: "4s",
    retries: 5,
    startPeriod: "1m0s",
  },
  // Read by libpq, so by every client that is built on it; wins over the limits of the role.
  sessionLimits: ({ lockSeconds, statementSeconds }) => [
    `PGOPTIONS=-c lock_timeout=${lockSeconds}s -c statement_timeout=${statementSeconds}s`,
  ],
  // Ends connections and writes a checkpoint; SIGTERM would wait for clients that never leave.
  stopSignal: "SIGINT",
  stopGraceSeconds: 120,
};
