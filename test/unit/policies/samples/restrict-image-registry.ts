import { types } from "../../../../policies/shared/types";
import { container, resource, service } from "../support/resources";
import { configured, type Samples, variants } from "../support/samples";
import { unknownText } from "../support/unknown";

const parameters = { registries: ["registry.example.org/", "docker.io/library"] };
/** The same image in everything that names one, each judged by a list of registries. */
const image = (name: string, given: object = parameters) =>
  variants(
    ...[
      container({ image: name }),
      service({ image: name }),
      resource(types.remoteImage, { name }),
      resource(types.image, { imageName: name }),
      resource(types.registryImage, { name }),
    ].map((one) => configured({ ...given }, one)),
  );
const refusal =
  /its image is not from registry\.example\.org\/ or docker\.io\/library; name one from there in "[\w.]*[iI]mage/;
const foreign = (name: string) => [image(name), /its image is not from \S+/] as const;

export const samples: Samples = {
  levels: "A M M M",
  compliant: {
    "an image of the registry": image("registry.example.org/palier/app:1.0.0"),
    "an image of the folder": image("nginx:1.29"),
    "any image where no registry is named": image("quay.io/somebody/app", {}),
    "an image ID where they are allowed": configured(
      { registries: ["sha256:"] },
      container({ image: `sha256:${"a".repeat(64)}` }),
    ),
  },
  violating: {
    "an image of another registry": foreign("quay.io/somebody/app:1.0.0"),
    "an image of another folder": foreign("somebody/nginx"),
    "an image of a registry that begins alike": foreign("registry.example.org.example.com/app"),
    "an image ID": foreign(`sha256:${"a".repeat(64)}`),
    "no image": [configured(parameters, container({ image: undefined })), refusal],
  },
  postponed: { "an unknown image": image(unknownText) },
};
