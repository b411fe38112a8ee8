import { container, resource } from "../support/resources";
import { types } from "../../../../policies/shared/types";
import type { Samples } from "../support/samples";
import { unknownList, unknownText } from "../support/unknown";
import type { Resource } from "../support/harness";

const option = (deleteBeforeReplace: boolean, inputs: object): Resource => ({
  ...container(inputs, "web"),
  options: { deleteBeforeReplace },
});
const fixed = { name: "palier-web" };
const ports = [{ internal: 8080, external: 80 }];
const named = /has a fixed name and no option "deleteBeforeReplace: true"; give it/;
const bound = /has a fixed port and no option "deleteBeforeReplace: true"; give it/;

export const samples: Samples = {
  levels: "A M M M",
  compliant: {
    "neither name nor port": container({}, "web"),
    "an empty name": container({ name: "" }, "web"),
    "a fixed name and port with the option": option(true, { ...fixed, ports }),
    "a name that the engine of Pulumi made": option(false, { name: "web-01ab9ef" }),
    "a port that the engine chooses": option(false, { ports: [{ internal: 8080 }] }),
    "a port that the engine chooses, spelt as zero": option(false, {
      ports: [{ internal: 8080, external: 0 }],
    }),
    "unknown names and ports with the option": option(true, {
      name: unknownText,
      ports: unknownList,
    }),
  },
  violating: {
    "a fixed name": [container(fixed, "web"), named],
    "a fixed name with the option off": [option(false, fixed), named],
    "a name that merely begins like the resource's": [
      option(false, { name: "web-production" }),
      named,
    ],
    "a name with too much behind": [option(false, { name: "web-01ab9ef0" }), named],
    "a name that is made of another": [option(false, { name: "app-01ab9ef" }), named],
    "a fixed port": [option(false, { ports: [{ internal: 1 }, ...ports] }), bound],
    "several fixed ports, once": [option(false, { ports: [...ports, ...ports] }), bound],
    "the lowest port": [option(false, { ports: [{ internal: 1, external: 1 }] }), bound],
    "both of them": [option(false, { ...fixed, ports }), /has a fixed/, 2],
  },
  besideUnknown: {
    "a fixed port": option(false, { name: unknownText, ports }),
  },
  postponed: { "an unknown name": resource(types.container, { name: unknownText }, "web") },
};
