import { componentTypes } from "../../../../policies/shared/components";
import { resource } from "../support/resources";
import type { Samples } from "../support/samples";
import { unknownFlag } from "../support/unknown";

const release = (inputs: object) => resource(componentTypes.release, inputs, "copies-release");
const unsaved =
  /^release "copies-release": changes data without a restore point; name the image "backup" in palier:images/;

export const samples: Samples = {
  levels: "- A M -",
  compliant: {
    "a release that saves first": release({ migrations: "approved", restorePoint: true }),
    "a release that saves although nobody reads": release({
      migrations: "unattended",
      restorePoint: true,
    }),
    "a release without migrations": release({ migrations: "none", restorePoint: false }),
    "another component": resource("palier:database:Database", {}),
  },
  violating: {
    "migrations without a restore point": [
      release({ migrations: "approved", restorePoint: false }),
      unsaved,
    ],
    "a release that says nothing": [release({}), unsaved],
  },
  decisive: ["migrations"],
  postponed: {
    "an unknown answer": release({ migrations: "approved", restorePoint: unknownFlag }),
  },
};
