import { servicePolicy } from "../../shared/policy";
import { find, judgeAll, some } from "../../shared/unknown";
import { type Mount, workloadOf } from "../../shared/workload";

/** Constraints that hold a service on one machine; `node.role` and the platform fit many. */
const pinning = /^\s*node\.(?:hostname|id|labels\.\S+?)\s*==/;

/** A volume is on one machine: elsewhere the service would start with an empty one. */
export const requirePinnedStatefulService = servicePolicy(
  {
    name: "require-pinned-stateful-service",
    description:
      "A service with a volume stays on the volume's machine, and one container writes to it.",
    severity: "critical",
    anchor: "Docker documentation, control service placement",
    remediation:
      'Write a constraint such as "node.labels.data==true" into "taskSpec.placement.constraints", give that machine the label with "docker node update --label-add data=true", and write 1 into "mode.replicated.replicas".',
  },
  ({ type, inputs, report }) => {
    const has = (fulfils: (mount: Mount) => boolean): boolean =>
      some((found) => {
        workloadOf(type, inputs)?.eachMount((mount) => {
          if (isData(mount) && fulfils(mount)) found();
        });
      });
    judgeAll([
      () => {
        if (!has(() => true)) return;
        const constraints = inputs.taskSpec?.placement?.constraints;
        if (!find(constraints, (constraint) => pinning.test(constraint))) {
          report(
            'has data of one machine and may start on another; write a constraint such as "node.labels.data==true" into "taskSpec.placement.constraints", ' +
              "and give that machine the label: docker node update --label-add data=true NODE",
          );
        }
      },
      () => {
        const signs = [
          () => inputs.mode?.global === true,
          () => (inputs.mode?.replicated?.replicas ?? 1) > 1,
        ];
        const isMultiple = find(signs, (sign) => sign()) !== undefined;
        if (isMultiple && has((mount) => !mount.readOnly)) {
          report(
            'several containers of it write to the same data; write 1 into "mode.replicated.replicas"',
          );
        }
      },
    ]);
  },
);

/** A folder of the machine that is only read, for example its time zone, is the same on all of them. */
function isData(mount: Mount): boolean {
  return mount.type === "volume" || (mount.type === "bind" && !mount.readOnly);
}
