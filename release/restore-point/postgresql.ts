import type Dockerode from "dockerode";

import type { RestorableDatabase } from "../../spec/lifecycle";
import { execute } from "../engine/exec";
import { OperationFailure } from "../failure";

/** What a manifest says of a PostgreSQL database beside its content. */
export interface PostgresqlFacts {
  readonly encoding: string;
  readonly collation: string;
  readonly characterType: string;
  readonly extensions: readonly {
    readonly name: string;
    readonly schema: string;
    readonly schemaOwner: string;
    /** Whether the application's role made it; only the superuser can make the others. */
    readonly own: boolean;
  }[];
}

const evidenceLines = 10;

/** Name of the session, by which a later call finds one that a killed process left at work. */
const session = "palier-put-back";

/** The names between which a database is switched. None is longer than PostgreSQL allows, as applications' names are not either. */
export function databaseNames(name: string): Readonly<Record<"live" | "fresh" | "old", string>> {
  return { live: name, fresh: `${name}_restore`, old: `${name}_before_restore` };
}

/** Makes the empty database beside the one in service, which goes on as it is. */
export async function makeFreshDatabase(
  docker: Dockerode,
  { container, connection }: RestorableDatabase,
  facts: PostgresqlFacts,
  timeoutSeconds: number,
): Promise<void> {
  const { live, fresh, old } = databaseNames(connection.name);
  const server = new Superuser(docker.getContainer(container), timeoutSeconds);
  await server.run("postgres", [
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = ${literal(session)} AND pid <> pg_backend_pid()`,
  ]);
  const existing = await server.existing([live, old]);
  const [owner, target] = [identifier(connection.user), identifier(fresh)];
  await server.run("postgres", [
    `DROP DATABASE IF EXISTS ${target} WITH (FORCE)`,
    // While the database in service is missing, the old one is all there is.
    ...(existing.includes(live) ? [`DROP DATABASE IF EXISTS ${identifier(old)} WITH (FORCE)`] : []),
    `CREATE DATABASE ${target} OWNER ${owner} TEMPLATE template0 ENCODING ${literal(facts.encoding)} ` +
      `LC_COLLATE ${literal(facts.collation)} LC_CTYPE ${literal(facts.characterType)}`,
    `REVOKE ALL ON DATABASE ${target} FROM PUBLIC`,
  ]);
  // As the first start made them: see 10-application-role.sql.
  await server.run(fresh, [
    "REVOKE ALL ON SCHEMA public FROM PUBLIC",
    `ALTER SCHEMA public OWNER TO ${owner}`,
    ...facts.extensions
      .filter(({ own }) => !own)
      .flatMap(({ name, schema, schemaOwner }) => [
        `CREATE SCHEMA IF NOT EXISTS ${identifier(schema)} AUTHORIZATION ${identifier(schemaOwner)}`,
        `CREATE EXTENSION IF NOT EXISTS ${identifier(name)} WITH SCHEMA ${identifier(schema)}`,
      ]),
  ]);
}

/**
 * Puts the loaded database in the place of the one in service. Both names change in one transaction,
 * so that the name always stands for a whole database.
 */
export async function switchDatabases(
  docker: Dockerode,
  { container, connection }: RestorableDatabase,
  timeoutSeconds: number,
): Promise<void> {
  const { live, fresh, old } = databaseNames(connection.name);
  const server = new Superuser(docker.getContainer(container), timeoutSeconds);
  const existing = await server.existing([live, old]);
  const replaced = existing.includes(live) ? live : existing.includes(old) ? old : undefined;
  const rename = `ALTER DATABASE ${identifier(fresh)} RENAME TO ${identifier(live)}`;
  if (replaced === undefined) {
    await server.run("postgres", [rename]);
    return;
  }
  const names = [replaced, fresh].map(literal).join(", ");
  try {
    await server.run("postgres", [
      // An application that tries again and again must not come between.
      `ALTER DATABASE ${identifier(replaced)} ALLOW_CONNECTIONS false`,
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname IN (${names})`,
      [
        keepSettings(replaced, fresh),
        ...(replaced === live
          ? [`ALTER DATABASE ${identifier(live)} RENAME TO ${identifier(old)}`]
          : []),
        rename,
      ].join("; "),
    ]);
  } catch (error) {
    await server.run("postgres", [`ALTER DATABASE ${identifier(replaced)} ALLOW_CONNECTIONS true`]);
    throw error;
  }
  await server.run("postgres", [`DROP DATABASE IF EXISTS ${identifier(old)} WITH (FORCE)`]);
}

/** Settings and rights that hang on the database itself: a dump does not have them. */
function keepSettings(from: string, to: string): string {
  return `DO $palier$
DECLARE
  granted record;
BEGIN
  UPDATE pg_db_role_setting SET setdatabase = (SELECT oid FROM pg_database WHERE datname = ${literal(to)})
  WHERE setdatabase = (SELECT oid FROM pg_database WHERE datname = ${literal(from)});
  FOR granted IN
    SELECT privilege_type, CASE grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(grantee)) END AS role
    FROM pg_database, aclexplode(datacl) WHERE datname = ${literal(from)} AND grantee <> datdba
  LOOP
    EXECUTE format('GRANT %s ON DATABASE %I TO %s', granted.privilege_type, ${literal(to)}, granted.role);
  END LOOP;
END
$palier$`;
}

/** The server's own user: over the socket, inside of its container. */
class Superuser {
  constructor(
    private readonly container: Dockerode.Container,
    private readonly timeoutSeconds: number,
  ) {}

  /** Runs statements one after the other; several in one string are one transaction. */
  async run(database: string, statements: readonly string[]): Promise<string> {
    const command = [
      ...["psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-U", "postgres"],
      ...["-d", `dbname=${quoteValue(database)} application_name=${session}`],
      ...["-c", "SET statement_timeout = 0; SET lock_timeout = '60s'"],
      ...statements.flatMap((statement) => ["-c", statement]),
    ];
    const { exitCode, output } = await execute(this.container, command, this.timeoutSeconds * 1000);
    if (exitCode === 0) return output;
    throw new OperationFailure(
      "the database server refused to exchange the database",
      output.split("\n").slice(-evidenceLines),
    );
  }

  /** Those of the databases that there are. */
  async existing(names: readonly string[]): Promise<readonly string[]> {
    const list = names.map(literal).join(", ");
    const found = await this.run("postgres", [
      `SELECT datname FROM pg_database WHERE datname IN (${list})`,
    ]);
    return found.split("\n");
  }
}

function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A value in a connection string. */
function quoteValue(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
