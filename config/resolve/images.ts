import type { Path } from "../schema/path";
import type { StackContext } from "./context";

const byDigest = /^\S+@sha256:[0-9a-f]{64}$/;

/** An image of the engine's own, for example one that a developer has built there with other means. */
const byId = /^sha256:[0-9a-f]{64}$/;

/**
 * The image in a form that can only ever mean one content: `repository@sha256:…` or an ID as it is, a
 * tag built on this machine as the image ID behind it.
 * @param path Key that holds the reference, for the message.
 */
export function pinImage(
  { images, defaults, config, problems }: StackContext,
  reference: string,
  path: Path,
): string {
  if (byDigest.test(reference)) return reference;
  if (defaults.digestsOnly) {
    problems.add(
      path,
      `"${reference}" can change behind its name, which the tier ${config.tier} does not allow; write repository@sha256:<64 hexadecimal digits>`,
    );
    return reference;
  }
  if (byId.test(reference)) return reference;
  const built = images[reference];
  if (built === undefined) {
    problems.add(
      path,
      `"${reference}" was not built on this machine; run make images, or write repository@sha256:<64 hexadecimal digits> or the ID of an image that the engine has`,
    );
    return reference;
  }
  return built.id;
}

/** Labels of an image built on this machine; none are known of an image that comes by digest. */
export function imageLabels(
  { images }: StackContext,
  reference: string,
): Readonly<Record<string, string>> {
  return images[reference]?.labels ?? {};
}
