import { containerPolicy } from "../../shared/policy";
import { find, judgeAll } from "../../shared/unknown";

/** Two containers cannot have the same name or port at once: the new one would fail while the old one serves. */
export const requireDeleteBeforeReplace = containerPolicy(
  {
    name: "require-delete-before-replace",
    description: "A container with a fixed name or port is removed before its replacement is made.",
    severity: "medium",
    anchor: "pulumi-docker issue 1356",
    remediation:
      'Give the resource the option "deleteBeforeReplace: true", or leave "name" and the host\'s port out.',
  },
  ({ inputs, name, options, report }) => {
    if (options.deleteBeforeReplace === true) return;
    judgeAll([
      () => {
        if (isFixed(inputs.name ?? "", name)) {
          report('has a fixed name and no option "deleteBeforeReplace: true"; give it that option');
        }
      },
      () => {
        if (find(inputs.ports, ({ external }) => (external ?? 0) > 0) !== undefined) {
          report('has a fixed port and no option "deleteBeforeReplace: true"; give it that option');
        }
      },
    ]);
  },
);

/** The engine of Pulumi makes names of the resource's and seven digits, another for each replacement. */
function isFixed(given: string, resource: string): boolean {
  const start = `${resource}-`;
  const isMade = given.startsWith(start) && /^[0-9a-f]{7}$/.test(given.slice(start.length));
  return given !== "" && !isMade;
}
