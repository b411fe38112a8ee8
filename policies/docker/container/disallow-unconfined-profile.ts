import { workloadPolicy } from "../../shared/policy";
import { each, judgeAll } from "../../shared/unknown";

const unconfined = /^(?:(?:seccomp|apparmor|systempaths)[=:]unconfined|label[=:]disable)$/;

/** The engine's profiles keep calls from a process that no ordinary program needs and exploits do. */
export const disallowUnconfinedProfile = workloadPolicy(
  {
    name: "disallow-unconfined-profile",
    description: "A container keeps the engine's seccomp, AppArmor and SELinux profiles.",
    severity: "critical",
    anchor: "CIS Docker 5.2, 5.3 and 5.22",
    remediation:
      'Leave the option out, or name a profile of your own that allows the one call more: "seccomp=<profile>".',
  },
  ({ workload, report }) => {
    judgeAll([
      () => {
        each(workload.container?.securityOpts, (option) => {
          if (unconfined.test(option)) {
            report('switches a security profile off; leave the option out of "securityOpts"');
          }
        });
      },
      () => {
        const context = workload.service?.taskSpec?.containerSpec?.privileges?.seLinuxContext;
        if (context?.disable === true) {
          report(
            'switches SELinux off; leave "taskSpec.containerSpec.privileges.seLinuxContext.disable" out',
          );
        }
      },
    ]);
  },
);
