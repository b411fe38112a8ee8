import { parseImage } from "./image";
import { find, known } from "./unknown";
import type { Workload } from "./workload";

/** Where the images of database servers keep their data, by the last part of their names. */
const dataFolders: Readonly<Record<string, string>> = {
  mariadb: "/var/lib/mysql",
  mongo: "/data/db",
  mysql: "/var/lib/mysql",
  percona: "/var/lib/mysql",
  pgvector: "/var/lib/postgresql/data",
  postgis: "/var/lib/postgresql/data",
  postgres: "/var/lib/postgresql/data",
  timescaledb: "/var/lib/postgresql/data",
};

/** Bitnami's images have names and folders of their own. */
const bitnami = ["mariadb", "mongodb", "mysql", "postgresql"];

/** From this version on, PostgreSQL's image keeps its data in a folder per version below this one. */
const newPostgres = { version: 18, folder: "/var/lib/postgresql" } as const;

const component = "database";

/** Whether a workload is a database server: its label `palier.component` says so, or its image is a known one. */
export function isDatabase(workload: Workload): boolean {
  const signs = [
    () => workload.component === component,
    () => folderOf(workload.image ?? "") !== undefined,
  ];
  return find(signs, (sign) => sign()) !== undefined;
}

/**
 * Where a database server may have its data, each of them exactly; empty for what is none. An image that
 * does not say which server it is may use the folder of any.
 */
export function dataFoldersOf(workload: Workload): readonly string[] {
  if (!isDatabase(workload)) return [];
  const image = known(() => workload.image, undefined);
  const own = folderOf(image ?? "");
  const usual = own === undefined ? [...new Set(Object.values(dataFolders))] : [own];
  const chosen = chosenFolder(workload);
  if (chosen === undefined) return usual;
  // The image makes a volume of its own where its data usually is: a folder in it may be mounted there.
  return [chosen, ...usual.filter((folder) => chosen.startsWith(`${folder}/`))];
}

/** What PostgreSQL is told by a variable. */
function chosenFolder(workload: Workload): string | undefined {
  let folder: string | undefined;
  workload.eachVariable((variable) => {
    if (variable.name === "PGDATA") folder = variable.value;
  });
  return folder;
}

/** Undefined for an image that is not known as a database server's. */
function folderOf(image: string): string | undefined {
  const name = parseImage(image);
  if (name === undefined) return undefined;
  const { base, repository, tag = "" } = name;
  if (/\/bitnami(?:legacy)?\//.test(repository)) {
    return bitnami.includes(base) ? `/bitnami/${base}` : undefined;
  }
  const major = Number.parseInt(tag, 10);
  if (base === "postgres" && major >= newPostgres.version) return newPostgres.folder;
  return Object.hasOwn(dataFolders, base) ? dataFolders[base] : undefined;
}
