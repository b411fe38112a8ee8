import { types } from "../../../../policies/shared/types";
import { both, container, resource, service } from "../support/resources";
import { configured, type Samples, variants } from "../support/samples";
import { unknownText } from "../support/unknown";

const image = (name: string | undefined) =>
  variants(
    both({ image: name }),
    resource(types.remoteImage, { name }),
    resource(types.image, { imageName: name }),
    resource(types.registryImage, { name }),
  );
const moves =
  /its image has a tag that moves on; name a version in "[\w.]+", or better "repository@sha256:…"/;
const none =
  /its image has no tag, which means "latest"; name a version in "[\w.]+", or better "repository@sha256:…"/;
const hash = `sha256:${"a".repeat(64)}`;

export const samples: Samples = {
  levels: "A M M M",
  compliant: {
    "a version": image("registry.example.org:5000/app:1.0.0"),
    "a digest": image(`app@${hash}`),
    "a digest beside a tag that moves on": image(`app:latest@${hash}`),
    "an image ID": both({ image: hash }),
    "a tag that merely begins alike": image("app:latest-1.0.0"),
    "other tags where the tier names others": configured(
      { tags: ["main"] },
      container({ image: "app:latest" }),
      service({ image: "app:latest" }),
    ),
  },
  violating: {
    "the latest one": [image("app:latest"), moves],
    "the newest one": [image("app:edge"), moves],
    "one of every night": [image("app:nightly"), moves],
    "the stable one": [image("registry.example.org:5000/app:stable"), moves],
    "no tag": [image("registry.example.org:5000/app"), none],
    "no image": [image(undefined), none],
  },
  postponed: { "an unknown image": image(unknownText) },
};
