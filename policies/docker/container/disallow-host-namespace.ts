import { workloadPolicy } from "../../shared/policy";
import { each, judgeAll } from "../../shared/unknown";

const modes = ["networkMode", "pidMode", "ipcMode", "usernsMode", "cgroupnsMode"] as const;

/** Who shares a namespace with the host sees and reaches what the host's own processes do. */
export const disallowHostNamespace = workloadPolicy(
  {
    name: "disallow-host-namespace",
    description:
      "A container shares no namespace with the host: it would see and reach its processes.",
    severity: "critical",
    anchor: "CIS Docker 5.10, 5.16, 5.17 and 5.31",
    remediation:
      'Leave the mode out, and name the networks that the container needs in "networksAdvanced" (services: "networksAdvanceds").',
  },
  ({ workload, report }) => {
    judgeAll([
      () => {
        each(modes, (mode) => {
          if (workload.container?.[mode] === "host") {
            report(`shares a namespace with the host; leave "${mode}" out`);
          }
        });
      },
      () => {
        workload.eachNetwork((network) => {
          if (network.name === "host") {
            report(`joins the host's network; name another one in ${workload.spelling.networks}`);
          }
        });
      },
    ]);
  },
);
