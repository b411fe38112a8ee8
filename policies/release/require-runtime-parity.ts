import { describe, stackPolicy, type StackSubject } from "../shared/policy";
import { workloadTypes } from "../shared/types";
import { each, judgeAll } from "../shared/unknown";

type Member = StackSubject<object>["workloads"][number];

/** Kinds of processes that are an application's own; each of its services has an image of its own. */
const processes = ["web", "worker", "scheduler"];

/** What a web process queues, a worker of another version may not understand. */
export const requireRuntimeParity = stackPolicy(
  {
    name: "require-runtime-parity",
    description:
      "All processes of an application run one image, so that one runtime was tested and runs.",
    severity: "high",
    anchor: "Twelve-Factor X, dev/prod parity",
    remediation:
      "Give every web, worker and scheduler process of the application the same image and release.",
  },
  workloadTypes,
  ({ workloads, report }) => {
    const leaders = new Map<string, Member>();
    each(workloads, (member) => {
      const { workload, resource } = member;
      const application = workload.label("palier.application") ?? "";
      if (application === "" || !processes.includes(workload.component ?? "")) return;
      const leader = leaders.get(application);
      if (leader === undefined) {
        leaders.set(application, member);
        return;
      }
      const other = describe(leader.resource);
      judgeAll([
        () => {
          if (workload.image !== leader.workload.image) {
            report(
              `runs ${shortened(workload.image)} and ${other} ${shortened(leader.workload.image)}; ` +
                `it is enough to give both the same image in ${workload.spelling.image}`,
              resource,
            );
          }
        },
        () => {
          if (workload.label("palier.release") !== leader.workload.label("palier.release")) {
            report(
              `is of another release than ${other}; give both the same label palier.release`,
              resource,
            );
          }
        },
      ]);
    });
  },
);

/** An image with as much of its digest as tells it from another. */
function shortened(image: string | undefined): string {
  if (image === undefined) return "none";
  return image.replace(/(?<=sha256:[0-9a-f]{12})[0-9a-f]+/, "…");
}
