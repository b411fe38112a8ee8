import type { PolicyResource } from "@pulumi/policy";

import { awsTypes } from "../../shared/aws";
import { bucketTypes, formsOf, isAbout } from "../../shared/aws-bucket";
import { eachDeep, eachStatement, type Found, hasDeep } from "../../shared/deep";
import { stackPolicy } from "../../shared/policy";
import { each, find, judgeAll } from "../../shared/unknown";

/** Parameters of the policy. */
interface Config {
  /** Modes of the lock that count: `GOVERNANCE` can be lifted by an administrator, `COMPLIANCE` by nobody. */
  readonly modes: readonly string[];
  /** Least number of days for which a backup cannot be deleted. */
  readonly retentionDays: number;
}

/** A vault under judgement. */
interface Vault {
  readonly bucket: PolicyResource;
  readonly resources: readonly PolicyResource[];
  readonly config: Config;
  readonly report: (problem: string) => void;
}

/** What is said beside a bucket, in both spellings, with the input that says it. */
const locks = { [awsTypes.bucketLock]: "rule", [awsTypes.bucketLockV2]: "rule" };
const versionings = {
  [awsTypes.bucketVersioning]: "versioningConfiguration",
  [awsTypes.bucketVersioningV2]: "versioningConfiguration",
};
const encryptions = {
  [awsTypes.bucketEncryption]: "rules",
  [awsTypes.bucketEncryptionV2]: "rules",
};
const lifecycles = { [awsTypes.bucketLifecycle]: "rules", [awsTypes.bucketLifecycleV2]: "rules" };
const inlineReplications = ["replicationConfiguration", "replicationConfigurations"];
const blocks = [
  "blockPublicAcls",
  "blockPublicPolicy",
  "ignorePublicAcls",
  "restrictPublicBuckets",
];
const expirations = [
  "expiration",
  "expirations",
  "noncurrentVersionExpiration",
  "noncurrentVersionExpirations",
];

/** The last backup is the one that whoever has everything else cannot delete. */
export const requireImmutableBackupVault = stackPolicy<Config>(
  {
    name: "require-immutable-backup-vault",
    description:
      "A bucket for backups on AWS is locked, versioned, encrypted, closed, and copied elsewhere.",
    severity: "critical",
    anchor: "AWS Well-Architected REL09-BP02 and SEC08-BP04, 3-2-1-1-0",
    remediation:
      "Declare the bucket with objectLockEnabled, and beside it versioning, a default retention, SSE-KMS, a public access block, a policy that refuses HTTP, and replication into another region or account. " +
      'A bucket is a vault when its tag palier.component says "backup-vault" or its name in the program says "backup" or "vault".',
    configSchema: {
      properties: {
        modes: {
          type: "array",
          items: { type: "string" },
          default: ["COMPLIANCE"],
          description: "Modes of the lock that count.",
        },
        retentionDays: {
          type: "number",
          default: 30,
          description: "Least number of days for which a backup cannot be deleted.",
        },
      },
    },
  },
  bucketTypes,
  ({ resources, config, report }) => {
    each(resources, (bucket) => {
      if (!isVault(bucket)) return;
      const vault: Vault = {
        bucket,
        resources,
        config,
        report: (problem) => {
          report(problem, bucket);
        },
      };
      judgeAll(
        [
          judgeLock,
          judgeRetention,
          judgeVersions,
          judgeEncryption,
          judgePublicAccess,
          judgeTransport,
          judgeReplication,
          judgeLifecycle,
          judgeRemoval,
        ].map((judge) => () => {
          judge(vault);
        }),
      );
    });
  },
);

function isVault({ type, name, props }: PolicyResource): boolean {
  if (!bucketTypes.includes(type)) return false;
  if (/backup|vault/i.test(name)) return true;
  const { tags } = props as { readonly tags?: Readonly<Record<string, string>> };
  return tags?.["palier.component"] === "backup-vault";
}

/** Whether something is said of the vault, inside or beside it, that fulfils the condition. */
function says(
  { bucket, resources }: Vault,
  inline: readonly string[],
  beside: Readonly<Record<string, string>>,
  fulfils: (form: unknown) => boolean,
): boolean {
  return find(formsOf(bucket, resources, inline, beside), (form) => fulfils(form())) !== undefined;
}

function judgeLock(vault: Vault): void {
  const { objectLockEnabled } = vault.bucket.props as { readonly objectLockEnabled?: boolean };
  if (objectLockEnabled !== true) {
    vault.report('its backups can be deleted; make it anew with "objectLockEnabled: true"');
  }
}

function judgeRetention(vault: Vault): void {
  const { modes, retentionDays } = vault.config;
  const holds = ({ value, owner }: Found): boolean =>
    modes.includes(String(value)) &&
    Number(owner.days ?? 0) + 365 * Number(owner.years ?? 0) >= retentionDays;
  if (!says(vault, ["objectLockConfiguration"], locks, (form) => hasDeep(form, ["mode"], holds))) {
    vault.report(
      `its backups are not held for ${retentionDays} days; write a default retention in the mode ${modes.join(" or ")}`,
    );
  }
}

function judgeVersions(vault: Vault): void {
  const isOn = ({ value }: Found): boolean => value === true || value === "Enabled";
  const keeps = (form: unknown): boolean => hasDeep(form, ["enabled", "status"], isOn);
  if (!says(vault, ["versioning", "versionings"], versionings, keeps)) {
    vault.report("its backups can be written over; declare its versioning");
  }
}

function judgeEncryption(vault: Vault): void {
  const inline = ["serverSideEncryptionConfiguration", "serverSideEncryptionConfigurations"];
  const isOwn = ({ value }: Found): boolean => String(value).startsWith("aws:kms");
  if (!says(vault, inline, encryptions, (form) => hasDeep(form, ["sseAlgorithm"], isOwn))) {
    vault.report('is not encrypted with a key of its own; write "aws:kms" into "sseAlgorithm"');
  }
}

function judgePublicAccess({ bucket, resources, report }: Vault): void {
  const isClosed = (one: PolicyResource): boolean =>
    one.type === awsTypes.bucketPublicAccess &&
    isAbout(one, bucket) &&
    find(blocks, (key) => (one.props as Readonly<Record<string, unknown>>)[key] !== true) ===
      undefined;
  if (!find(resources, isClosed)) {
    report(`could be made public; declare its public access block with ${blocks.join(", ")}`);
  }
}

function judgeTransport(vault: Vault): void {
  const refuses = (policy: unknown): boolean => {
    const found: boolean[] = [];
    eachStatement(policy, ({ effect, condition }) => {
      const isPlain = ({ value }: Found): boolean => String(value) === "false";
      found.push(effect === "Deny" && hasDeep(condition, ["aws:SecureTransport"], isPlain));
    });
    return found.includes(true);
  };
  if (!says(vault, ["policy"], { [awsTypes.bucketPolicy]: "policy" }, refuses)) {
    vault.report('answers over HTTP; refuse what has "aws:SecureTransport" false in its policy');
  }
}

function judgeReplication(vault: Vault): void {
  const { bucket, resources } = vault;
  if (resources.some((one) => targetsOf(one, bucket).includes(bucket.urn))) return;
  const isOn = ({ value, owner }: Found): boolean => value === "Enabled" && "destination" in owner;
  const copies = (form: unknown): boolean => hasDeep(form, ["status"], isOn);
  if (!says(vault, inlineReplications, { [awsTypes.bucketReplication]: "rules" }, copies)) {
    vault.report("is the only copy; declare its replication into another region or account");
    return;
  }
  const targets = resources
    .filter((one) => one.urn === bucket.urn || isAbout(one, bucket))
    .flatMap((one) => targetsOf(one, undefined));
  const near = resources.filter(({ urn }) => targets.includes(urn)).filter(isBesides(bucket));
  if (near.length > 0) {
    vault.report("is copied into its own region; declare the copy with a provider of another one");
  }
}

/** The buckets that a resource replicates into, unless it speaks of this very bucket. */
function targetsOf(one: PolicyResource, bucket: PolicyResource | undefined): readonly string[] {
  if (bucket !== undefined && (one.urn === bucket.urn || isAbout(one, bucket))) return [];
  return [...inlineReplications, "rules"]
    .flatMap((key) => one.propertyDependencies[key] ?? [])
    .filter(({ type }) => bucketTypes.includes(type))
    .map(({ urn }) => urn);
}

/** Whether another bucket is in the same region of the same account, which a provider stands for. */
function isBesides(bucket: PolicyResource): (other: PolicyResource) => boolean {
  const regionOf = ({ props }: PolicyResource): unknown => (props as { region?: unknown }).region;
  return (other) =>
    other.provider?.urn === bucket.provider?.urn && regionOf(other) === regionOf(bucket);
}

function judgeLifecycle(vault: Vault): void {
  const { bucket, resources, config } = vault;
  const early: unknown[] = [];
  const note = ({ value }: Found): void => {
    if (Number(value) < config.retentionDays) early.push(value);
  };
  try {
    each(formsOf(bucket, resources, ["lifecycleRules"], lifecycles), (form) => {
      eachDeep(form(), expirations, ({ value }) => {
        eachDeep(value, ["days", "noncurrentDays"], note);
      });
    });
  } finally {
    if (early.length > 0) {
      vault.report(
        `its backups are deleted too soon; write ${config.retentionDays} days or more into its lifecycle`,
      );
    }
  }
}

function judgeRemoval({ bucket, report }: Vault): void {
  const { forceDestroy } = bucket.props as { readonly forceDestroy?: boolean };
  if (forceDestroy === true) {
    report('is deleted with all backups in it; leave "forceDestroy" out');
  }
}
