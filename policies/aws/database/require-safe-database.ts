import { awsTypes } from "../../shared/aws";
import { resourcePolicy } from "../../shared/policy";
import { each, judgeAll } from "../../shared/unknown";

/** Parameters of the policy. */
interface Config {
  /** Least number of days for which the service's own backups are kept. */
  readonly backupDays: number;
}

/** What of an instance, a cluster or an instance of a cluster is judged. */
interface DatabaseInputs {
  readonly storageEncrypted?: boolean;
  readonly deletionProtection?: boolean;
  readonly publiclyAccessible?: boolean;
  readonly multiAz?: boolean;
  readonly backupRetentionPeriod?: number;
}

/** Inputs that only copies of another database have: the original is what is saved, and what has a standby. */
const copyMarks = ["replicateSourceDb", "replicationSourceIdentifier"];

/** A database is the one thing that cannot be built again from Git. */
export const requireSafeDatabase = resourcePolicy<DatabaseInputs, Config>(
  {
    name: "require-safe-database",
    description:
      "A database on AWS is encrypted, saved, doubled, protected, and out of the internet's reach.",
    severity: "critical",
    anchor: "AWS Foundational Security RDS.2, RDS.3, RDS.5, RDS.7, RDS.11",
    remediation:
      'Write "storageEncrypted", "deletionProtection" and "multiAz" as true, a "backupRetentionPeriod" of 7 or more, and leave "publiclyAccessible" out.',
    configSchema: {
      properties: {
        backupDays: {
          type: "number",
          default: 7,
          description: "Least number of days for which the service's own backups are kept.",
        },
      },
    },
  },
  [awsTypes.databaseInstance, awsTypes.databaseCluster, awsTypes.clusterInstance],
  ({ type, inputs, config, report }) => {
    const isMember = type === awsTypes.clusterInstance;
    // Whether it is there is known also where its value is not.
    const isCopy = copyMarks.some((mark) => mark in inputs);
    judgeAll([
      () => {
        if (inputs.publiclyAccessible === true) {
          report('can be reached from the internet; leave "publiclyAccessible" out');
        }
      },
      () => {
        if (isMember) return;
        each(["storageEncrypted", "deletionProtection"] as const, (key) => {
          if (inputs[key] !== true) report(`is unprotected; write "${key}: true"`);
        });
      },
      () => {
        // A cluster has its members in several zones; what it says of zones is another thing.
        if (type === awsTypes.databaseInstance && !isCopy && inputs.multiAz !== true) {
          report('ends with its zone; write "multiAz: true"');
        }
      },
      () => {
        if (isMember || isCopy) return;
        if ((inputs.backupRetentionPeriod ?? 0) < config.backupDays) {
          report(
            `is not saved long enough; write ${config.backupDays} or more into "backupRetentionPeriod"`,
          );
        }
      },
    ]);
  },
);
