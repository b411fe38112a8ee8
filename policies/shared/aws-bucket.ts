import type { PolicyResource } from "@pulumi/policy";

import { awsTypes } from "./aws";
import { known } from "./unknown";

/** Buckets in the provider's present spelling and in an older one. */
export const bucketTypes: readonly string[] = [awsTypes.bucket, awsTypes.bucketV2];

/** The inputs of a bucket, or of a resource that says something of one. */
export type BucketProps = Readonly<Record<string, unknown>>;

/** Whether a resource says something of a bucket: by its output, or by its name. */
export function isAbout(side: PolicyResource, bucket: PolicyResource): boolean {
  const sources = side.propertyDependencies.bucket ?? [];
  if (sources.some(({ urn }) => urn === bucket.urn)) return true;
  // The name of a bucket is often not known before it exists; the dependency then tells.
  const nameIn = (props: BucketProps): unknown => known(() => props.bucket, undefined);
  const name = nameIn(bucket.props);
  return name !== undefined && name === nameIn(side.props);
}

/**
 * Where something may be said of a bucket: in its own inputs, and in resources beside it. Each is read when
 * it is asked for, because one that is not known must not hide another.
 * @param inline Inputs of the bucket, in all spellings.
 * @param beside Types of the resources beside it, with the input that says it.
 */
export function formsOf(
  bucket: PolicyResource,
  resources: readonly PolicyResource[],
  inline: readonly string[],
  beside: Readonly<Record<string, string>>,
): readonly (() => unknown)[] {
  const read =
    ({ props }: PolicyResource, key: string) =>
    (): unknown =>
      (props as BucketProps)[key];
  return [
    ...inline.map((key) => read(bucket, key)),
    ...resources.flatMap((one) => {
      const key = beside[one.type];
      return key !== undefined && isAbout(one, bucket) ? [read(one, key)] : [];
    }),
  ];
}
