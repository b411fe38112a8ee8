import { containerPolicy } from "../../shared/policy";
import { find } from "../../shared/unknown";

const spellings = /^no-new-privileges(?:[:=]true)?$/;

/** A set-user-ID program must not hand back what the container gave up. Services cannot say it: see daemon.json. */
export const requireNoNewPrivileges = containerPolicy(
  {
    name: "require-no-new-privileges",
    description: "No process of a container can gain privileges that the container does not have.",
    severity: "high",
    anchor: "CIS Docker 5.26",
    remediation: 'Write "no-new-privileges" into "securityOpts".',
  },
  ({ inputs, report }) => {
    if (!find(inputs.securityOpts, (option) => spellings.test(option))) {
      report('can gain privileges; write "no-new-privileges" into "securityOpts"');
    }
  },
);
