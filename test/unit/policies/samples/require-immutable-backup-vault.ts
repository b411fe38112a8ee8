import { awsTypes } from "../../../../policies/shared/aws";
import type { Resource } from "../support/harness";
import { resource } from "../support/resources";
import { configured, type Samples, variants } from "../support/samples";
import { unknownList, unknownMap, unknownNumber, unknownText } from "../support/unknown";

type Parts = Readonly<Record<string, object | undefined>>;

const here = provider("here");
const away = provider("away");
const closed = {
  blockPublicAcls: true,
  blockPublicPolicy: true,
  ignorePublicAcls: true,
  restrictPublicBuckets: true,
};
const retention = (mode: string, days: number) => ({ rule: { defaultRetention: { mode, days } } });
const statement = { Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": "false" } } };
const policy = (...statements: object[]) => JSON.stringify({ Statement: statements });
const lifecycle = (days: number, old = 90) => ({
  rules: [{ expiration: { days }, noncurrentVersionExpiration: { noncurrentDays: old } }],
});

/** What is said beside a bucket, by the type of the resource. */
const usual: Parts = {
  [awsTypes.bucketLock]: retention("COMPLIANCE", 30),
  [awsTypes.bucketVersioning]: { versioningConfiguration: { status: "Enabled" } },
  [awsTypes.bucketEncryption]: {
    rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms" } }],
  },
  [awsTypes.bucketPublicAccess]: closed,
  [awsTypes.bucketPolicy]: { policy: policy({ Effect: "Allow" }, statement) },
  [awsTypes.bucketReplication]: { rules: [{ status: "Enabled", destination: {} }] },
  [awsTypes.bucketLifecycle]: lifecycle(30),
};

const vault = (changes: object = {}, name = "backups"): Resource => ({
  ...resource(awsTypes.bucket, { objectLockEnabled: true, ...changes }, name),
  provider: here,
});
const copy: Resource = {
  ...resource(awsTypes.bucket, { objectLockEnabled: true }, "copy"),
  provider: away,
};
/** A bucket and what is beside it; the copy has its own lock and so on, which nobody asks of it here. */
const stack = (parts: Parts = {}, bucket = vault(), target: Resource = copy): Resource[] => [
  bucket,
  target,
  ...sides({ ...usual, ...parts }, bucket.name ?? "", target.name ?? ""),
];
const without = (type: string, bucket = vault()) => stack({ [type]: undefined }, bucket);
/** What a bucket says of itself in place of what stands beside it. */
const inline = (type: string, said: object) => without(type, vault(said));
const deletable = /^bucket\w* "\w+": its backups can be deleted; make it anew with "objectLockEna/;
const held =
  /its backups are not held for 30 days; write a default retention in the mode COMPLIANCE/;
const over = /its backups can be written over; declare its versioning/;
const key = /is not encrypted with a key of its own; write "aws:kms" into "sseAlgorithm"/;
const open = /could be made public; declare its public access block with blockPublicAcls, block/;
const http = /answers over HTTP; refuse what has "aws:SecureTransport" false in its policy/;
const only = /is the only copy; declare its replication into another region or account/;
const near = /is copied into its own region; declare the copy with a provider of another one/;
const soon = /its backups are deleted too soon; write 30 days or more into its lifecycle/;

export const samples: Samples = {
  levels: "- A M M",
  compliant: {
    "a vault": stack(),
    "a vault that is known by its name": stack().map((one) =>
      one.type === awsTypes.bucketVersioning
        ? { ...one, uses: {}, props: { ...one.props, bucket: "palier" } }
        : one.name === "backups"
          ? { ...one, props: { ...one.props, bucket: "palier" } }
          : one,
    ),
    "a retention of its own": inline(awsTypes.bucketLock, {
      objectLockConfiguration: { objectLockEnabled: "Enabled", ...retention("COMPLIANCE", 30) },
    }),
    "a retention in lists": inline(awsTypes.bucketLock, {
      objectLockConfiguration: {
        rules: [{ defaultRetentions: [{ mode: "COMPLIANCE", days: 30 }] }],
      },
    }),
    "a retention in years": stack({
      [awsTypes.bucketLock]: { rule: { defaultRetention: { mode: "COMPLIANCE", years: 1 } } },
    }),
    "a retention in the older spelling": stack({
      [awsTypes.bucketLock]: undefined,
      [awsTypes.bucketLockV2]: retention("COMPLIANCE", 30),
    }),
    "versions of its own": inline(awsTypes.bucketVersioning, { versioning: { enabled: true } }),
    "versions in a list": inline(awsTypes.bucketVersioning, { versionings: [{ enabled: true }] }),
    "versions in the older spelling": stack({
      [awsTypes.bucketVersioning]: undefined,
      [awsTypes.bucketVersioningV2]: { versioningConfiguration: { status: "Enabled" } },
    }),
    "encryption of its own": inline(awsTypes.bucketEncryption, {
      serverSideEncryptionConfiguration: {
        rule: { applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms:dsse" } },
      },
    }),
    "encryption in lists": inline(awsTypes.bucketEncryption, {
      serverSideEncryptionConfigurations: [
        { rules: [{ applyServerSideEncryptionByDefaults: [{ sseAlgorithm: "aws:kms" }] }] },
      ],
    }),
    "encryption in the older spelling": stack({
      [awsTypes.bucketEncryption]: undefined,
      [awsTypes.bucketEncryptionV2]: usual[awsTypes.bucketEncryption],
    }),
    "a policy of its own": inline(awsTypes.bucketPolicy, { policy: policy(statement) }),
    "a policy as an object": stack({
      [awsTypes.bucketPolicy]: {
        policy: {
          Statement: { Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": false } } },
        },
      },
    }),
    "replication of its own": without(
      awsTypes.bucketReplication,
      vault({ replicationConfiguration: { rules: [{ status: "Enabled", destination: {} }] } }),
    ),
    "replication in lists": without(
      awsTypes.bucketReplication,
      vault({ replicationConfigurations: [{ rules: [{ status: "Enabled", destination: {} }] }] }),
    ),
    "a copy in another region": stack({}, vault({ region: "eu-west-3" }), {
      ...copy,
      provider: here,
      props: { region: "eu-central-1" },
    }),
    "a vault that is a copy": [
      ...stack({}, vault({}, "source"), vault({}, "vault")).map(awayFrom("vault")),
      ...sides({ ...usual, [awsTypes.bucketReplication]: undefined }, "vault", ""),
    ],
    "a vault that is the copy of a bucket that says so itself": [
      {
        ...resource(awsTypes.bucket, {}, "source"),
        uses: { replicationConfiguration: ["vault"] },
      },
      vault({}, "vault"),
      ...sides({ ...usual, [awsTypes.bucketReplication]: undefined }, "vault", ""),
    ],
    "a copy that is encrypted with a key from here": [
      ...stack().map((one) =>
        one.type === awsTypes.bucketReplication
          ? { ...one, uses: { bucket: ["backups"], rules: ["copy", "key"] } }
          : one,
      ),
      { ...resource(awsTypes.key, {}, "key"), provider: here },
    ],
    "another bucket with a copy beside it": [
      ...stack(),
      {
        ...resource(awsTypes.bucket, {}, "uploads"),
        provider: here,
        uses: { replicationConfiguration: ["more"] },
      },
      { ...resource(awsTypes.bucket, {}, "more"), provider: here },
    ],
    "a vault without a lifecycle": without(awsTypes.bucketLifecycle),
    "a bucket that is no vault": resource(awsTypes.bucket, { tags: { team: "web" } }, "uploads"),
    "an older bucket that is no vault": resource(awsTypes.bucketV2, {}, "uploads"),
    "something else of that name": resource(awsTypes.disk, {}, "backups"),
    "what the tier allows": configured(
      { modes: ["GOVERNANCE"], retentionDays: 7 },
      ...stack({
        [awsTypes.bucketLock]: retention("GOVERNANCE", 7),
        [awsTypes.bucketLifecycle]: lifecycle(7, 7),
      }),
    ),
  },
  violating: {
    "a vault that says nothing": [
      variants(
        resource(awsTypes.bucket, {}, "backups"),
        resource(awsTypes.bucketV2, {}, "VAULT"),
        resource(awsTypes.bucket, { tags: { "palier.component": "backup-vault" } }, "x"),
      ),
      /^bucket\w* "\w+": /,
      7,
    ],
    "a bucket without a lock": [stack({}, vault({ objectLockEnabled: undefined })), deletable],
    "a bucket with the lock off": [stack({}, vault({ objectLockEnabled: false })), deletable],
    "no retention": [without(awsTypes.bucketLock), held],
    "a retention that somebody can lift": [
      stack({ [awsTypes.bucketLock]: retention("GOVERNANCE", 30) }),
      held,
    ],
    "a short retention": [stack({ [awsTypes.bucketLock]: retention("COMPLIANCE", 29) }), held],
    "a retention without a length": [
      stack({ [awsTypes.bucketLock]: { rule: { defaultRetention: { mode: "COMPLIANCE" } } } }),
      held,
    ],
    "the retention of another bucket": [
      stack().map((one) =>
        one.type === awsTypes.bucketLock ? { ...one, uses: { bucket: ["copy"] } } : one,
      ),
      held,
    ],
    "no versions": [without(awsTypes.bucketVersioning), over],
    "versions that are kept no longer": [
      stack({ [awsTypes.bucketVersioning]: { versioningConfiguration: { status: "Suspended" } } }),
      over,
    ],
    "versions that are off": [
      inline(awsTypes.bucketVersioning, { versioning: { enabled: false } }),
      over,
    ],
    "no encryption": [without(awsTypes.bucketEncryption), key],
    "encryption with the service's key": [
      stack({
        [awsTypes.bucketEncryption]: {
          rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
        },
      }),
      key,
    ],
    "no access block": [without(awsTypes.bucketPublicAccess), open],
    "the access block of another bucket": [
      stack().map((one) =>
        one.type === awsTypes.bucketPublicAccess ? { ...one, uses: { bucket: ["copy"] } } : one,
      ),
      open,
    ],
    "another thing with the same inputs": [
      stack().map((one) =>
        one.type === awsTypes.bucketPublicAccess ? { ...one, type: "test:index:Block" } : one,
      ),
      open,
    ],
    "public lists": [
      stack({ [awsTypes.bucketPublicAccess]: { ...closed, blockPublicAcls: false } }),
      open,
    ],
    "public policies": [
      stack({ [awsTypes.bucketPublicAccess]: { ...closed, blockPublicPolicy: false } }),
      open,
    ],
    "earlier public lists": [
      stack({ [awsTypes.bucketPublicAccess]: { ...closed, ignorePublicAcls: false } }),
      open,
    ],
    "earlier public policies": [
      stack({ [awsTypes.bucketPublicAccess]: { ...closed, restrictPublicBuckets: undefined } }),
      open,
    ],
    "no policy": [without(awsTypes.bucketPolicy), http],
    "a policy that allows": [
      stack({ [awsTypes.bucketPolicy]: { policy: policy({ ...statement, Effect: "Allow" }) } }),
      http,
    ],
    "a policy that refuses something else": [
      stack({ [awsTypes.bucketPolicy]: { policy: policy({ Effect: "Deny" }) } }),
      http,
    ],
    "a policy that refuses TLS": [
      stack({
        [awsTypes.bucketPolicy]: {
          policy: policy({
            Effect: "Deny",
            Condition: { Bool: { "aws:SecureTransport": "true" } },
          }),
        },
      }),
      http,
    ],
    "no replication": [without(awsTypes.bucketReplication), only],
    "replication that is off": [
      stack({
        [awsTypes.bucketReplication]: {
          rules: [{ status: "Disabled", destination: { metrics: { status: "Enabled" } } }],
        },
      }),
      only,
    ],
    "a copy beside it": [stack({}, vault(), { ...copy, provider: here }), near],
    "a copy in the same region": [
      stack({}, vault({ region: "eu-west-3" }), {
        ...copy,
        provider: here,
        props: { region: "eu-west-3" },
      }),
      near,
    ],
    "a copy beside it, said by itself": [
      without(awsTypes.bucketReplication, {
        ...vault({ replicationConfiguration: { rules: [{ status: "Enabled", destination: {} }] } }),
        uses: { replicationConfiguration: ["copy"] },
      }).map((one) => (one.name === "copy" ? { ...one, provider: here } : one)),
      near,
    ],
    "a copy into itself": [
      stack().map((one) =>
        one.type === awsTypes.bucketReplication
          ? { ...one, uses: { bucket: ["backups"], rules: ["backups"] } }
          : one,
      ),
      near,
    ],
    "a copy into itself, said by itself": [
      without(awsTypes.bucketReplication, {
        ...vault({ replicationConfiguration: { rules: [{ status: "Enabled", destination: {} }] } }),
        uses: { replicationConfiguration: ["backups"] },
      }),
      near,
    ],
    "backups that end early": [stack({ [awsTypes.bucketLifecycle]: lifecycle(29) }), soon],
    "versions that end early": [stack({ [awsTypes.bucketLifecycle]: lifecycle(30, 1) }), soon],
    "both, once": [stack({ [awsTypes.bucketLifecycle]: lifecycle(1, 1) }), soon],
    "a short life of its own": [
      inline(awsTypes.bucketLifecycle, { lifecycleRules: [{ expiration: { days: 1 } }] }),
      soon,
    ],
    "a short life in lists": [
      inline(awsTypes.bucketLifecycle, {
        lifecycleRules: [{ expirations: [{ days: 1 }] }],
      }),
      soon,
    ],
    "a short life of versions in lists": [
      inline(awsTypes.bucketLifecycle, {
        lifecycleRules: [{ noncurrentVersionExpirations: [{ days: 1 }] }],
      }),
      soon,
    ],
    "a short life in the older spelling": [
      stack({
        [awsTypes.bucketLifecycle]: undefined,
        [awsTypes.bucketLifecycleV2]: lifecycle(1),
      }),
      soon,
    ],
    "a vault that goes with all in it": [
      stack({}, vault({ forceDestroy: true })),
      /is deleted with all backups in it; leave "forceDestroy" out/,
    ],
  },
  decisive: [
    ...["rule.defaultRetention.days", "rule.defaultRetention.mode", "versioning.enabled"],
    ...["rule.defaultRetention.years", "rules.destination", "rules.destination.metrics"],
    "rules.destination.metrics.status",
    ...["objectLockConfiguration", "versioning", "versionings", "policy", "region"],
    ...["serverSideEncryptionConfiguration", "serverSideEncryptionConfigurations"],
    ...["replicationConfiguration", "replicationConfigurations"],
  ],
  besideUnknown: {
    "no versions": without(
      awsTypes.bucketVersioning,
      vault({ objectLockConfiguration: unknownMap, policy: unknownText }),
    ),
    "backups that end early": stack({
      [awsTypes.bucketLifecycle]: {
        rules: [
          { expiration: { days: unknownNumber } },
          { noncurrentVersionExpiration: { noncurrentDays: 1 } },
        ],
      },
    }),
  },
  postponed: {
    "an unknown policy": stack({ [awsTypes.bucketPolicy]: { policy: unknownText } }),
    "an unknown retention": stack({ [awsTypes.bucketLock]: { rule: unknownMap } }),
    "an unknown life": stack({ [awsTypes.bucketLifecycle]: { rules: unknownList } }),
  },
};

function provider(name: string) {
  const type = "pulumi:providers:aws";
  return { type, name, urn: `urn:pulumi:test::palier::${type}::${name}`, props: {} };
}

/** Resources beside a bucket, which they name by its output, as they do in a preview. */
function sides(parts: Parts, bucket: string, target: string): Resource[] {
  return Object.entries(parts).flatMap(([type, inputs]) =>
    inputs === undefined
      ? []
      : [
          {
            ...resource(type, { bucket: unknownText, ...inputs }, `${bucket}-side`),
            uses: {
              bucket: [bucket],
              ...(type === awsTypes.bucketReplication && { rules: [target] }),
            },
          },
        ],
  );
}

function awayFrom(name: string): (one: Resource) => Resource {
  return (one) => (one.name === name ? { ...one, provider: away } : one);
}
