/** A database engine that the application works with. */
export type Engine = "postgresql" | "mariadb";

/** How the server of a site is started and asked. */
interface Database {
  readonly image: string;
  /** `NAME=value`; database and user are `app`. */
  readonly environment: readonly string[];
  /** Run at its first start. */
  readonly initialSql: string;
  /** Succeeds in the container when the server takes connections over the network. */
  readonly probe: readonly string[];
}

/** The servers, by engine. */
export const databases: Readonly<Record<Engine, Database>> = {
  postgresql: {
    image: "palier/postgres:15",
    environment: [
      "POSTGRES_DB=app",
      "POSTGRES_USER=app",
      "POSTGRES_PASSWORD_FILE=/run/secrets/database",
    ],
    initialSql: "",
    probe: ["pg_isready", "--host", "127.0.0.1", "--username", "app", "--dbname", "app"],
  },
  mariadb: {
    image: "palier/mariadb:10.11",
    environment: [
      "MARIADB_DATABASE=app",
      "MARIADB_USER=app",
      "MARIADB_PASSWORD_FILE=/run/secrets/database",
      "MARIADB_ROOT_PASSWORD_FILE=/run/secrets/key",
    ],
    // For the database that the application's own tests make.
    initialSql: "GRANT ALL PRIVILEGES ON `test\\_app`.* TO 'app'@'%';\n",
    probe: ["healthcheck.sh", "--connect", "--innodb_initialized"],
  },
};
