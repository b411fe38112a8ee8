import { workloadPolicy } from "../../shared/policy";
import { each, eachKey, judgeAll } from "../../shared/unknown";

/** Parameters of the policy. */
interface Config {
  /** Kernel settings that a container may have; they are its own, not the host's. */
  readonly sysctls: readonly string[];
}

const devices = ["devices", "deviceRequests", "deviceCgroupRules", "gpus"] as const;

/** A device is the host's own hardware, and a kernel setting may be everybody's. */
export const restrictDevicesAndSysctls = workloadPolicy<Config>(
  {
    name: "restrict-devices-and-sysctls",
    description: "A container gets no device of the host and no kernel setting but harmless ones.",
    severity: "high",
    anchor: "CIS Docker 5.18, Pod Security Standards baseline",
    remediation:
      'Leave the devices out; have a kernel setting that the container needs added to the parameter "sysctls".',
    configSchema: {
      properties: {
        sysctls: {
          type: "array",
          items: { type: "string" },
          default: ["net.core.somaxconn", "net.ipv4.ip_unprivileged_port_start"],
          description: "Kernel settings that a container may have.",
        },
      },
    },
  },
  ({ workload, config, report }) => {
    judgeAll([
      () => {
        each(devices, (name) => {
          if ((workload.container?.[name] ?? "").length > 0) {
            report(`gets at a device of the host; leave "${name}" out`);
          }
        });
      },
      () => {
        const settings =
          workload.container?.sysctls ?? workload.service?.taskSpec?.containerSpec?.sysctl;
        eachKey(settings, (name) => {
          if (!config.sysctls.includes(name)) {
            report(`changes the kernel setting ${name}, which is not on the list; leave it out`);
          }
        });
      },
    ]);
  },
);
