import { disallowFloatingImage } from "../../../../../policies/docker/container/disallow-floating-image";
import { containerCases } from "../../support/cases";
import { unknownText } from "../../support/unknown";

const hash = `sha256:${"a".repeat(64)}`;

containerCases(disallowFloatingImage, {
  accepts: {
    "an image ID": { image: hash },
    "tag and digest": { image: `registry.example.org:5000/app:1@${hash}` },
  },
  refuses: {
    "a tag": [{ image: "registry.example.org/app:1.0.0" }, /repository@sha256/],
    "no tag": [{ image: "nginx" }, /repository@sha256/],
    "a shortened digest": [{ image: `nginx@${hash.slice(0, 30)}` }, /repository@sha256/],
    "no image": [{ image: undefined }, /repository@sha256/],
  },
  refusesBesideUnknown: { "an unknown variable": { image: "nginx:latest", envs: [unknownText] } },
  postpones: { "an unknown image": { image: unknownText } },
});
