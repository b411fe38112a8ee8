import { imageOf, imageTypes, parseImage } from "../../shared/image";
import { resourcePolicy } from "../../shared/policy";

/** Parameters of the policy. */
interface Config {
  /** Tags that their publishers move on. */
  readonly tags: readonly string[];
}

/** With a tag that moves on, the same program deploys another version tomorrow, and no change shows why. */
export const disallowFloatingTag = resourcePolicy<object, Config>(
  {
    name: "disallow-floating-tag",
    description: "An image is not named by a tag that moves on, such as latest.",
    severity: "medium",
    anchor: "CIS Docker 5.28",
    remediation: 'Name a version: "repository:1.2.3", or better a digest: "repository@sha256:…".',
    configSchema: {
      properties: {
        tags: {
          type: "array",
          items: { type: "string" },
          default: ["edge", "latest", "nightly", "stable"],
          description: "Tags that their publishers move on.",
        },
      },
    },
  },
  imageTypes,
  ({ type, inputs, config, report }) => {
    const { name, spelling } = imageOf(type, inputs);
    const image = parseImage(name);
    if (image === undefined || image.digest !== undefined) return;
    if (image.tag === undefined) {
      report(
        `its image has no tag, which means "latest"; name a version in ${spelling}, or better "repository@sha256:…"`,
      );
    } else if (config.tags.includes(image.tag)) {
      report(
        `its image has a tag that moves on; name a version in ${spelling}, or better "repository@sha256:…"`,
      );
    }
  },
);
