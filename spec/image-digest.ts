/**
 * The 64 hexadecimal digits of a pinned image, `repository@sha256:…` or an image ID; undefined of
 * anything else.
 */
export function imageDigest(image: string): string | undefined {
  return /(?:^|@)sha256:([0-9a-f]{64})$/.exec(image)?.[1];
}
