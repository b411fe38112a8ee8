import { componentTypes } from "../shared/components";
import { resourcePolicy } from "../shared/policy";

/** What `components/release` says of a release. */
interface ReleaseInputs {
  readonly migrations?: string;
  readonly restorePoint?: boolean;
}

/** A migration that went wrong is undone by the data of a minute before, or not at all. */
export const requireRestorePoint = resourcePolicy<ReleaseInputs, object>(
  {
    name: "require-restore-point",
    description: "A release that may change data saves it first, so that it can be put back.",
    severity: "critical",
    anchor: "Palier, releases are transactions (docs/adr/0019-release-transaction.md)",
    remediation:
      'Give the application a database that the release can save, with the image "backup" in palier:images.',
  },
  [componentTypes.release],
  ({ inputs, report }) => {
    if (inputs.migrations !== "none" && inputs.restorePoint !== true) {
      report(
        'changes data without a restore point; name the image "backup" in palier:images, with which a release saves the database',
      );
    }
  },
);
