import type { Policies } from "@pulumi/policy";

import { disallowDockerSocketMount } from "./docker/container/disallow-docker-socket-mount";
import { disallowFloatingImage } from "./docker/container/disallow-floating-image";
import { disallowPrivileged } from "./docker/container/disallow-privileged";
import { disallowPublishedPortExceptProxy } from "./docker/container/disallow-published-port-except-proxy";
import { disallowSecretInEnvironment } from "./docker/container/disallow-secret-in-environment";
import { requireDroppedCapabilities } from "./docker/container/require-dropped-capabilities";
import { requireHealthCheck } from "./docker/container/require-health-check";
import { requireLogRotation } from "./docker/container/require-log-rotation";
import { requireMemoryLimit } from "./docker/container/require-memory-limit";
import { requireNoNewPrivileges } from "./docker/container/require-no-new-privileges";
import { requireOwnershipLabels } from "./docker/object/require-ownership-labels";
import { protectDataVolumes } from "./docker/volume/protect-data-volumes";

/** Every policy of the pack. How strict each is in a tier is in `config/<tier>.json`. */
export const policies: Readonly<Policies> = [
  disallowDockerSocketMount,
  disallowFloatingImage,
  disallowPrivileged,
  disallowPublishedPortExceptProxy,
  disallowSecretInEnvironment,
  requireDroppedCapabilities,
  requireHealthCheck,
  requireLogRotation,
  requireMemoryLimit,
  requireNoNewPrivileges,
  requireOwnershipLabels,
  protectDataVolumes,
];
