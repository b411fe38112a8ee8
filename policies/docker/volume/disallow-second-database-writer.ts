import type { PolicyResource } from "@pulumi/policy";

import { dataFoldersOf } from "../../shared/database";
import { describe, stackPolicy } from "../../shared/policy";
import { workloadTypes } from "../../shared/types";
import { each, find, judgeAll, known } from "../../shared/unknown";
import type { Workload } from "../../shared/workload";

/** A workload with its resource. */
interface Deployed {
  readonly resource: PolicyResource;
  readonly workload: Workload;
}

/** Database servers hold no lock that reaches beyond their container: two on the same files destroy them. */
export const disallowSecondDatabaseWriter = stackPolicy(
  {
    name: "disallow-second-database-writer",
    description: "Nothing but its one server writes to the volume of a database.",
    severity: "critical",
    anchor: "Palier, data outlives its containers (docs/architecture.md)",
    remediation:
      'Give every server a volume of its own, and mount it read-only elsewhere: "readOnly: true".',
  },
  workloadTypes,
  ({ workloads, report }) => {
    const servers = new Map<string, PolicyResource>();
    judgeAll([
      () => {
        each(workloads.filter(mayRun), (server) => {
          each(dataFoldersOf(server.workload), (folder) => {
            eachWritten(server, folder, (volume) => {
              if (!servers.has(volume)) servers.set(volume, server.resource);
              if (runsSeveralTimes(server.workload)) {
                report(
                  'runs several times on the same data, which destroys it; write 1 into "mode.replicated.replicas"',
                  server.resource,
                );
              }
            });
          });
        });
      },
      () => {
        each(workloads.filter(mayRun), (writer) => {
          eachWritten(writer, undefined, (volume) => {
            const server = servers.get(volume);
            if (server === undefined || server.urn === writer.resource.urn) return;
            report(
              `writes to the data of ${describe(server)}, which destroys it; mount another volume, or this one read-only`,
              writer.resource,
            );
          });
        });
      },
    ]);
  },
);

/** What is created stopped writes nothing. */
function mayRun({ workload }: Deployed): boolean {
  return known(() => workload.container?.start, undefined) !== false;
}

/** Visits the volumes that a workload writes to, as keys: each engine has volumes of its own. */
function eachWritten(
  { workload, resource }: Deployed,
  folder: string | undefined,
  visit: (volume: string) => void,
): void {
  workload.eachMount((mount) => {
    if (mount.readOnly || mount.type !== "volume") return;
    if (folder !== undefined && mount.target !== folder) return;
    const { source = "" } = mount;
    if (source !== "") visit(`${resource.provider?.urn ?? ""} ${source}`);
  });
}

function runsSeveralTimes({ service }: Workload): boolean {
  const signs = [
    () => service?.mode?.global === true,
    () => (service?.mode?.replicated?.replicas ?? 1) > 1,
  ];
  return find(signs, (sign) => sign()) !== undefined;
}
