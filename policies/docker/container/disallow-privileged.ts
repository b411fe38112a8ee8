import { containerPolicy } from "../../shared/policy";

/** A privileged container is root on the engine's host. */
export const disallowPrivileged = containerPolicy(
  {
    name: "disallow-privileged",
    description: "A container is not privileged: it would be root on the engine's host.",
    severity: "critical",
    anchor: "CIS Docker 5.5, Pod Security Standards baseline",
    remediation: 'Leave "privileged" out and add the one capability that the process needs.',
  },
  ({ inputs, report }) => {
    if (inputs.privileged === true) {
      report('is privileged; leave "privileged" out and add the one capability that it needs');
    }
  },
);
