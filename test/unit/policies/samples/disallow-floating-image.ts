import { types } from "../../../../policies/shared/types";
import { both, resource } from "../support/resources";
import { type Samples, variants } from "../support/samples";
import { unknownText } from "../support/unknown";

const hash = `sha256:${"a".repeat(64)}`;
const pulled = (name: string) =>
  variants(both({ image: name }), resource(types.remoteImage, { name }));
const floating = /can change under its name; write "repository@sha256/;

export const samples: Samples = {
  levels: "- A M M",
  compliant: {
    "a digest": both(),
    "an image that is built here": resource(types.image, { imageName: "app:1.0.0" }),
    "an image ID": both({ image: hash }),
    "tag and digest": pulled(`registry.example.org:5000/app:1@${hash}`),
  },
  violating: {
    "a tag": [pulled("registry.example.org/app:1.0.0"), floating],
    "no tag": [both({ image: "nginx" }), floating],
    "a shortened digest": [both({ image: `nginx@${hash.slice(0, 30)}` }), floating],
    "a digest with something behind": [both({ image: `nginx@${hash}0` }), floating],
    "no image": [both({ image: undefined }), floating],
  },
  postponed: { "an unknown image": both({ image: unknownText }) },
};
