import { both, container } from "../support/resources";
import type { Samples } from "../support/samples";
import { unknownList, unknownText } from "../support/unknown";

const shares = (mode: string) =>
  new RegExp(`shares a namespace with the host; leave "${mode}" out`);
const mode = (name: string) => container({ [name]: "host" });
const network = (...names: string[]) =>
  both({ networksAdvanced: names.map((name) => ({ name, aliases: ["app"] })) });

export const samples: Samples = {
  levels: "M M M M",
  compliant: {
    "networks of its own": both(),
    "modes that are not the host's": container({
      networkMode: "bridge",
      pidMode: "container:other",
      ipcMode: "private",
      cgroupnsMode: "private",
    }),
    "a network that merely begins alike": network("hosts"),
  },
  violating: {
    "the host's network": [mode("networkMode"), shares("networkMode")],
    "the host's processes": [mode("pidMode"), shares("pidMode")],
    "the host's memory": [mode("ipcMode"), shares("ipcMode")],
    "the host's users": [mode("usernsMode"), shares("usernsMode")],
    "the host's control groups": [mode("cgroupnsMode"), shares("cgroupnsMode")],
    "the host's network by its name": [
      network("edge", "host"),
      /joins the host's network; name another one in "[\w.]*networksAdvanced/,
    ],
  },
  besideUnknown: {
    "the host's processes": container({ networkMode: unknownText, pidMode: "host" }),
    "a mode, networks unknown": container({ networksAdvanced: unknownList, ipcMode: "host" }),
  },
  postponed: { "an unknown mode": container({ networkMode: unknownText }) },
};
