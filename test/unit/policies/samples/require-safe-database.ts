import { awsTypes } from "../../../../policies/shared/aws";
import { resource } from "../support/resources";
import { configured, type Samples, variants } from "../support/samples";
import { unknownFlag, unknownNumber, unknownText } from "../support/unknown";

const safe = { storageEncrypted: true, deletionProtection: true, backupRetentionPeriod: 7 };
const instance = (changes: object = {}) =>
  resource(awsTypes.databaseInstance, { ...safe, multiAz: true, ...changes });
const cluster = (changes: object = {}) =>
  resource(awsTypes.databaseCluster, { ...safe, ...changes });
const both = (changes: object) => variants(instance(changes), cluster(changes));
const member = (changes: object = {}) => resource(awsTypes.clusterInstance, changes);

export const samples: Samples = {
  levels: "- A M M",
  compliant: {
    "an instance": instance(),
    "a cluster": cluster(),
    "a member of a cluster": member(),
    "an instance that says that it is not public": instance({ publiclyAccessible: false }),
    "a copy of an instance": instance({
      replicateSourceDb: unknownText,
      multiAz: undefined,
      backupRetentionPeriod: undefined,
    }),
    "a copy of a cluster": cluster({
      replicationSourceIdentifier: unknownText,
      backupRetentionPeriod: undefined,
    }),
    "what the tier asks for": configured({ backupDays: 1 }, instance({ backupRetentionPeriod: 1 })),
    "another resource": resource(awsTypes.disk, {}),
  },
  violating: {
    "a public instance": [
      variants(instance({ publiclyAccessible: true }), member({ publiclyAccessible: true })),
      /can be reached from the internet; leave "publiclyAccessible" out/,
    ],
    "no word of encryption": [
      both({ storageEncrypted: undefined }),
      /is unprotected; write "storageEncrypted: true"/,
    ],
    "no encryption": [both({ storageEncrypted: false }), /write "storageEncrypted: true"/],
    "no protection": [
      both({ deletionProtection: undefined }),
      /is unprotected; write "deletionProtection: true"/,
    ],
    "one zone": [instance({ multiAz: false }), /ends with its zone; write "multiAz: true"/],
    "no word of zones": [instance({ multiAz: undefined }), /ends with its zone/],
    "short backups": [
      both({ backupRetentionPeriod: 6 }),
      /is not saved long enough; write 7 or more into "backupRetentionPeriod"/,
    ],
    "no word of backups": [both({ backupRetentionPeriod: undefined }), /is not saved long enough/],
    "an open copy": [
      instance({ replicateSourceDb: "x", storageEncrypted: undefined }),
      /is unprotected/,
    ],
  },
  besideUnknown: {
    "short backups": instance({ multiAz: unknownFlag, backupRetentionPeriod: 1 }),
    "no protection": cluster({ storageEncrypted: unknownFlag, deletionProtection: false }),
  },
  postponed: { "unknown backups": cluster({ backupRetentionPeriod: unknownNumber }) },
};
