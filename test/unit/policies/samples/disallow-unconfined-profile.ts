import { container, service } from "../support/resources";
import { type Samples, variants } from "../support/samples";
import { unknownText } from "../support/unknown";

const options = (...securityOpts: string[]) => container({ securityOpts });
const off = /switches a security profile off; leave the option out of "securityOpts"/;
const selinux = (seLinuxContext: object) => {
  const { props } = service();
  const { taskSpec } = props as { taskSpec: { containerSpec: object } };
  const containerSpec = { ...taskSpec.containerSpec, privileges: { seLinuxContext } };
  return service({}, { taskSpec: { ...taskSpec, containerSpec } });
};

export const samples: Samples = {
  levels: "M M M M",
  compliant: {
    "the engine's profiles": variants(container(), service()),
    "a profile of its own": options("seccomp=/etc/palier/seccomp.json", "apparmor=palier"),
    "a label": options("label=type:container_t"),
    "SELinux left on": selinux({ disable: false }),
    "options that merely look alike": options("x-seccomp=unconfined", "seccomp=unconfined.json"),
  },
  violating: {
    "no seccomp": [options("no-new-privileges", "seccomp=unconfined"), off],
    "no seccomp, with a colon": [options("seccomp:unconfined"), off],
    "no AppArmor": [options("apparmor=unconfined"), off],
    "the kernel's files in the open": [options("systempaths=unconfined"), off],
    "no SELinux": [options("label=disable"), off],
    "no SELinux, with a colon": [options("label:disable"), off],
    "no SELinux for a service": [
      selinux({ disable: true }),
      /switches SELinux off; leave "[\w.]*disable" out/,
    ],
  },
  postponed: { "an unknown option": options(unknownText) },
};
