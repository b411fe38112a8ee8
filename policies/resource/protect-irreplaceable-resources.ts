import { awsTypes } from "../shared/aws";
import { resourcePolicy } from "../shared/policy";
import { types } from "../shared/types";

/** Parameters of the policy. */
interface Config {
  /** Names in the program of what may be lost. */
  readonly replaceable: readonly string[];
}

/**
 * Without a generated password its database stays locked, and without its key a backup is noise. What
 * Docker keeps is judged by `protect-data-volumes`; the containers of databases are made anew with
 * every change and hold nothing, so they are not protected.
 */
export const protectIrreplaceableResources = resourcePolicy<object, Config>(
  {
    name: "protect-irreplaceable-resources",
    description: "Generated passwords and keys, and buckets, are protected against deletion.",
    severity: "critical",
    anchor: "Palier, data outlives its containers (docs/architecture.md)",
    remediation:
      'Give the resource the option "protect: true", or have its name added to the parameter "replaceable".',
    configSchema: {
      properties: {
        replaceable: {
          type: "array",
          items: { type: "string" },
          default: [],
          description: "Names in the program of resources that may be lost.",
        },
      },
    },
  },
  [types.randomPassword, types.randomBytes, awsTypes.bucket, awsTypes.bucketV2, awsTypes.key],
  ({ name, options, config, report }) => {
    if (!options.protect && !config.replaceable.includes(name)) {
      report('can be deleted and cannot be made again; give it the option "protect: true"');
    }
  },
);
