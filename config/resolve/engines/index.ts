import type { DatabaseSpec } from "../../../spec/deployment";
import { mariadb } from "./mariadb";
import { postgresql } from "./postgresql";
import type { DatabaseEngine } from "./types";

/** The engines that can be deployed; undefined for those that the configuration knows but no row describes yet. */
export const engines: Readonly<Record<DatabaseSpec["engine"], DatabaseEngine | undefined>> = {
  postgresql,
  mariadb,
  mysql: undefined,
};
