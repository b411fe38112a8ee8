import { boundFolder } from "../bound-folder";
import type { MountInputs } from "../inputs";
import type { Mount } from "./workload";

/** An entry of `mounts`, which containers and services spell alike; read when it is asked for. */
export function mountOf(mount: MountInputs): Mount {
  return {
    get type() {
      return mount.type;
    },
    get source() {
      return mount.source;
    },
    get target() {
      return mount.target;
    },
    get readOnly() {
      return mount.readOnly === true;
    },
    get propagation() {
      return mount.bindOptions?.propagation;
    },
    get device() {
      return boundFolder(mount.volumeOptions?.driverOptions);
    },
  };
}
