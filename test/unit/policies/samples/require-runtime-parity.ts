import { container, labelled, service } from "../support/resources";
import { type Samples, variants } from "../support/samples";
import { unknownList, unknownText } from "../support/unknown";

const digest = `registry.example.org/other@sha256:${"b".repeat(64)}`;
const labels = (component: string, application = "copies", release = "1.0.0") =>
  labelled({ application, component, release });
const web = container({ labels: labels("web") }, "web");
/** A process beside the web process of its application. */
const beside = (
  component: string,
  changes: object = {},
  application?: string,
  release?: string,
) => {
  const inputs = { labels: labels(component, application, release), ...changes };
  return variants([web, container(inputs, "other")], [web, service(inputs, {}, "other")]);
};
const image =
  /^(?:container|service) "other": runs registry\.example\.org\/other@sha256:b{12}… and container "web" \S+@sha256:0123456789ab…; it is enough to give both the same image in "[\w.]*image"/;
const release = /^(?:container|service) "other": is of another release than container "web"; give/;

export const samples: Samples = {
  levels: "- A M M",
  compliant: {
    "one image for all": beside("worker"),
    "a service of the application": beside("database", { image: digest }),
    "another application": beside("web", { image: digest }, "marks"),
    "what belongs to all applications": [
      web,
      container({ image: digest, labels: labelled({ component: "web" }) }, "other"),
      container({ labels: labelled({ component: "web" }) }, "third"),
    ],
    "nothing said": [web, container({ labels: undefined }, "other")],
  },
  violating: {
    "a worker with another image": [beside("worker", { image: digest }), image],
    "a scheduler with another image": [beside("scheduler", { image: digest }), image],
    "a second web process with another image": [beside("web", { image: digest }), image],
    "a worker without an image": [
      [web, container({ image: undefined, labels: labels("worker") }, "other")],
      /"other": runs none and container "web" /,
    ],
    "a worker of another release": [beside("worker", {}, "copies", "2.0.0"), release],
    "a worker with another image and release": [
      beside("worker", { image: digest }, "copies", "2.0.0"),
      /"other": /,
      2,
    ],
  },
  decisive: ["image", "labels", "labels.label", "labels.value"],
  besideUnknown: {
    "another release": [
      container({ labels: unknownList }, "first"),
      web,
      container({ image: unknownText, labels: labels("worker", "copies", "2.0.0") }, "other"),
    ],
  },
  postponed: { "an unknown image": beside("worker", { image: unknownText }) },
};
