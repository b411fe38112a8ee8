import { types } from "../../../../policies/shared/types";
import { both, labelled, resource, volume } from "../support/resources";
import { type Samples, variants } from "../support/samples";
import { unknownList, unknownText } from "../support/unknown";

const object = (labels: unknown) =>
  variants(resource(types.network, { name: "edge", labels }), resource(types.volume, { labels }));
const complete = labelled({ component: "network" });
const usual = labelled({ component: "proxy", tier: "production", spec: "0123456789abcdef" });
const process = (component: string, ...without: string[]) =>
  labelled({
    component,
    tier: "production",
    spec: "0123456789abcdef",
    application: "copies",
    process: component,
    release: "1.0.0",
  }).filter(({ label }) => !without.includes(label));
const lacks = (name: string, component = "web") =>
  [both({ labels: process(component, name) }), new RegExp(`lacks the label ${name};`)] as const;

export const samples: Samples = {
  levels: "A M M M",
  compliant: {
    "a labelled container": both(),
    "a labelled part that is no process": both({ labels: usual }),
    "a network of a web process": object(labelled({ component: "web" })),
    "a labelled volume": volume("files", false),
    "a labelled network": object(complete),
    "an unknown label that is not asked for": both({
      labels: [{ label: "palier.files", value: unknownText }, ...usual],
    }),
  },
  violating: {
    "a web process without its application": lacks("palier.application"),
    "a web process without its name": lacks("palier.process"),
    "a web process without its release": lacks("palier.release"),
    "a worker without its release": lacks("palier.release", "worker"),
    "a scheduler without its release": lacks("palier.release", "scheduler"),
    "no labels": [object(undefined), /lacks the label palier\.[a-z-]+; add it to "labels"/, 5],
    "no labels of a container": [both({ labels: undefined }), /lacks the label palier\./, 7],
    "a container without its tier": [
      both({ labels: usual.filter(({ label }) => label !== "palier.tier") }),
      /lacks the label palier\.tier;/,
    ],
    "an empty label": [object(labelled({ component: "" })), /lacks the label palier\.component/],
  },
  decisive: ["labels", "labels.label"],
  besideUnknown: { "other labels": object([{ label: "palier.project", value: unknownText }]) },
  postponed: { "labels that are not known": object(unknownList) },
};
