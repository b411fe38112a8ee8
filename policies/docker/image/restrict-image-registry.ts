import { imageOf, imageTypes, isFrom } from "../../shared/image";
import { resourcePolicy } from "../../shared/policy";

/** Parameters of the policy. */
interface Config {
  /** Registries, or folders of them, whose images may be used; `sha256:` for image IDs. Any when empty. */
  readonly registries: readonly string[];
}

/** Anybody may publish an image under a name that looks right; a registry of one's own holds what was looked at. */
export const restrictImageRegistry = resourcePolicy<object, Config>(
  {
    name: "restrict-image-registry",
    description: "Images come from the registries that the tier names, not from anywhere.",
    severity: "high",
    anchor: "NIST SP 800-190 4.1.5, OWASP Docker rule 13",
    remediation:
      'Push the image to a registry of the list and name it there, or have the registry added to the parameter "registries".',
    configSchema: {
      properties: {
        registries: {
          type: "array",
          items: { type: "string" },
          default: [],
          description:
            "Registries, or folders of them, whose images may be used, for example `registry.example.org/palier/`; `sha256:` stands for image IDs. Any when empty.",
        },
      },
    },
  },
  imageTypes,
  ({ type, inputs, config, report }) => {
    if (config.registries.length === 0) return;
    const { name, spelling } = imageOf(type, inputs);
    if (!config.registries.some((registry) => isFrom(registry, name))) {
      const list = config.registries.join(" or ");
      report(`its image is not from ${list}; name one from there in ${spelling}`);
    }
  },
);
