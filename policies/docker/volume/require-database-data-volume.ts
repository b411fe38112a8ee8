import { dataFoldersOf } from "../../shared/database";
import { workloadPolicy } from "../../shared/policy";
import { some } from "../../shared/unknown";

/**
 * Mounted one folder too high or too low, the data goes to a volume without a name that is lost with the
 * container: all looks well until the first update.
 */
export const requireDatabaseDataVolume = workloadPolicy(
  {
    name: "require-database-data-volume",
    description: "A database server has a named volume at exactly the folder of its data.",
    severity: "critical",
    anchor: "Palier, data outlives its containers (docs/architecture.md)",
    remediation:
      "Mount a named volume, to be written to, where the image keeps its data: /var/lib/postgresql/data (from version 18 on /var/lib/postgresql), /var/lib/mysql or /data/db.",
  },
  ({ workload, report }) => {
    const folders = dataFoldersOf(workload);
    if (folders.length === 0) return;
    const hasVolume = some((found) => {
      workload.eachMount((mount) => {
        if (!folders.includes(mount.target ?? "")) return;
        if (mount.type === "volume" && !mount.readOnly && (mount.source ?? "") !== "") found();
      });
    });
    if (!hasVolume) {
      report(
        `its data is lost with it; mount a named volume at ${folders.join(" or ")} in ${workload.spelling.mounts}`,
      );
    }
  },
);
