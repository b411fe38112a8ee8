import { awsTypes } from "../../../../policies/shared/aws";
import { resource } from "../support/resources";
import { type Samples, variants } from "../support/samples";
import { unknownList, unknownText } from "../support/unknown";

const arn = "arn:aws:s3:::palier-backups/*";
const document = (statement: object) => ({ Version: "2012-10-17", Statement: [statement] });
const allow = (...actions: string[]) => ({ Effect: "Allow", Action: actions, Resource: [arn] });
const tokens = [
  awsTypes.rolePolicy,
  awsTypes.userPolicy,
  awsTypes.groupPolicy,
  awsTypes.policy,
] as const;
/** A statement in every kind of resource, as a text and as an object. */
const each = (statement: object, name?: string) =>
  variants(
    ...tokens.map((type) => resource(type, { policy: document(statement) }, name)),
    resource(awsTypes.policy, { policy: JSON.stringify(document(statement)) }, name),
    resource(awsTypes.role, { inlinePolicies: [{ policy: document(statement) }] }, name),
  );
const deletes =
  /lets a writer of backups delete them; allow what it needs by name, for example "s3:PutObject"/;
const action = (name: string) => [each(allow("s3:PutObject", name)), deletes] as const;

export const samples: Samples = {
  levels: "- A M M",
  compliant: {
    "a writer": each(allow("s3:PutObject", "s3:GetObject", "s3:ListBucket", "s3:Get*")),
    "reading everything": each({ Effect: "Allow", Action: "s3:Get*", Resource: "*" }),
    "a refusal": each({ ...allow("s3:*"), Effect: "Deny" }),
    "somebody who has nothing to do with backups": each({
      Effect: "Allow",
      Action: "*",
      Resource: "arn:aws:s3:::uploads/*",
    }),
    "another service": each(
      allow("s3-outposts:DeleteObject", "xs3:DeleteObject", "s3.DeleteObject"),
    ),
    "no policy": resource(awsTypes.role, {}, "backup"),
    "a text that is no policy": resource(awsTypes.policy, { policy: "{" }, "backup"),
    "another resource": resource(awsTypes.disk, { policy: document(allow("*")) }, "backup"),
  },
  violating: {
    deleting: action("s3:DeleteObject"),
    "deleting versions": action("s3:DeleteObjectVersion"),
    "deleting buckets": action("S3:deletebucket"),
    "deleting their policy": action("s3:DeleteBucketPolicy"),
    "getting around the lock": action("s3:BypassGovernanceRetention"),
    "shortening the lock": action("s3:PutObjectRetention"),
    "changing the lock": action("s3:PutBucketObjectLockConfiguration"),
    "ending versions": action("s3:PutBucketVersioning"),
    "shortening lives": action("s3:PutLifecycleConfiguration"),
    everything: action("*"),
    "everything of S3": action("s3:*"),
    "all that deletes": action("s3:Delete*"),
    "an action with one letter open": action("s3:DeleteObjec?"),
    "all but something": [each({ Effect: "Allow", NotAction: "iam:*", Resource: arn }), deletes],
    "one action that is no list": [
      each({ Effect: "Allow", Action: "s3:DeleteObject", Resource: arn }),
      deletes,
    ],
    "deleting anything by a writer of backups": [
      each({ Effect: "Allow", Action: "s3:DeleteObject", Resource: "*" }, "backup-writer"),
      deletes,
    ],
    "deleting anything by somebody of another name": [
      each({ Effect: "Allow", Action: "s3:*", Resource: "*" }),
      deletes,
    ],
    "deleting in a vault": [
      each({ Effect: "Allow", Action: "s3:DeleteObject", Resource: "arn:aws:s3:::Vault/*" }),
      deletes,
    ],
  },
  decisive: [
    ...["policy", "inlinePolicies.policy"].flatMap((at) =>
      ["", ".Statement", ".Statement.Effect", ".Statement.Action", ".Statement.Resource"].map(
        (part) => at + part,
      ),
    ),
  ],
  besideUnknown: {
    "deleting beside an unknown statement": resource(awsTypes.policy, {
      policy: { Statement: [unknownText, allow(unknownText, "s3:*")] },
    }),
    "deleting beside an unknown policy": resource(awsTypes.role, {
      policy: unknownText,
      inlinePolicies: [{ policy: unknownText }, { policy: document(allow("s3:*")) }],
    }),
  },
  postponed: {
    "an unknown policy": resource(awsTypes.policy, { policy: unknownText }),
    "unknown actions": resource(awsTypes.policy, {
      policy: document({ ...allow(), Action: unknownList }),
    }),
  },
};
