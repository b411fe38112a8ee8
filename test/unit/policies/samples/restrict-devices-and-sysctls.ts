import { both, container, service } from "../support/resources";
import { configured, type Samples, variants } from "../support/samples";
import { unknownList, unknownMap, unknownText } from "../support/unknown";

const device = (name: string) => new RegExp(`gets at a device of the host; leave "${name}" out`);
const sysctls = (settings: object) =>
  variants(container({ sysctls: settings }), onService(settings));
const onService = (sysctl: object) => {
  const { taskSpec } = service().props as { taskSpec: { containerSpec: object } };
  const containerSpec = { ...taskSpec.containerSpec, sysctl };
  return service({}, { taskSpec: { ...taskSpec, containerSpec } });
};

export const samples: Samples = {
  levels: "A M M M",
  compliant: {
    "neither of both": both(),
    "empty lists": container({ devices: [], deviceRequests: [], deviceCgroupRules: [], gpus: "" }),
    "a longer queue of connections": sysctls({ "net.core.somaxconn": "1024" }),
    "low ports": sysctls({ "net.ipv4.ip_unprivileged_port_start": unknownText }),
    "what the tier allows": configured(
      { sysctls: ["kernel.shmmax"] },
      container({ sysctls: { "kernel.shmmax": "1" } }),
      onService({ "kernel.shmmax": "1" }),
    ),
  },
  violating: {
    "a device": [container({ devices: [{ hostPath: "/dev/sda" }] }), device("devices")],
    "a request for devices": [
      container({ deviceRequests: [{ driver: "nvidia" }] }),
      device("deviceRequests"),
    ],
    "a rule for devices": [
      container({ deviceCgroupRules: ["c 1:3 rwm"] }),
      device("deviceCgroupRules"),
    ],
    "graphics cards": [container({ gpus: "all" }), device("gpus")],
    "a kernel setting": [
      sysctls({ "kernel.shmmax": "1" }),
      /changes the kernel setting kernel\.shmmax, which is not on the list/,
    ],
  },
  besideUnknown: {
    "graphics cards": container({ devices: unknownList, gpus: "all" }),
    "a device, settings unknown": container({ devices: [{}], sysctls: unknownMap }),
  },
  postponed: { "unknown settings": sysctls(unknownMap as unknown as object) },
};
