import { awsTypes } from "../../shared/aws";
import { eachStatement, type Statement } from "../../shared/deep";
import { resourcePolicy } from "../../shared/policy";
import { each, find, judgeAll } from "../../shared/unknown";

/** What of an access policy, or of a role with policies of its own, is judged. */
interface AccessInputs {
  readonly policy?: unknown;
  readonly inlinePolicies?: readonly { readonly policy?: unknown }[];
}

/** What a writer of backups could make old ones disappear with. */
const destructive = [
  "s3:DeleteObject",
  "s3:DeleteObjectVersion",
  "s3:DeleteBucket",
  "s3:DeleteBucketPolicy",
  "s3:BypassGovernanceRetention",
  "s3:PutObjectRetention",
  "s3:PutBucketObjectLockConfiguration",
  "s3:PutBucketVersioning",
  "s3:PutLifecycleConfiguration",
];

const concernsBackups = /backup|vault/i;

/** Whoever takes over the host that writes backups must not get at yesterday's. */
export const restrictBackupWriter = resourcePolicy<AccessInputs, object>(
  {
    name: "restrict-backup-writer",
    description:
      "What may write backups on AWS may neither delete them nor shorten their retention.",
    severity: "critical",
    anchor: "AWS Well-Architected SEC08-BP04, 3-2-1-1-0",
    remediation:
      'Allow "s3:PutObject", "s3:GetObject" and "s3:ListBucket" on the bucket and its objects, each by its name; leave deleting to the lifecycle of the bucket.',
  },
  [awsTypes.role, awsTypes.rolePolicy, awsTypes.userPolicy, awsTypes.groupPolicy, awsTypes.policy],
  ({ name, inputs, report }) => {
    const judge = (policy: unknown): void => {
      eachStatement(policy, (statement) => {
        if (statement.effect !== "Allow" || !isAboutBackups(name, statement)) return;
        if (isDestructive(statement)) {
          report(
            'lets a writer of backups delete them; allow what it needs by name, for example "s3:PutObject", and nothing that deletes or unlocks',
          );
        }
      });
    };
    judgeAll([
      () => {
        judge(inputs.policy);
      },
      () => {
        each(inputs.inlinePolicies, (own) => {
          judge(own.policy);
        });
      },
    ]);
  },
);

function isAboutBackups(name: string, { resources }: Statement): boolean {
  if (concernsBackups.test(name)) return true;
  // Everything includes them.
  const covers = (one: unknown): boolean => one === "*" || concernsBackups.test(String(one));
  return find(resources, covers) !== undefined;
}

function isDestructive({ actions }: Statement): boolean {
  // Everything but something is more than a writer needs.
  if (actions === undefined) return true;
  const allows = (action: unknown): boolean => {
    const pattern = patternOf(String(action));
    return destructive.some((one) => pattern.test(one));
  };
  return find(actions, allows) !== undefined;
}

/** An action with stars, as AWS matches it. */
function patternOf(action: string): RegExp {
  const literal = action.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${literal.replaceAll("*", ".*").replaceAll("?", ".")}$`, "i");
}
