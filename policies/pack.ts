import type { PackPolicy } from "./shared/about";

import { disallowDebugMode } from "./application/disallow-debug-mode";
import { restrictHostsAndOrigins } from "./application/restrict-hosts-and-origins";
import { requireEncryptedDisk } from "./aws/compute/require-encrypted-disk";
import { requireHardenedInstance } from "./aws/compute/require-hardened-instance";
import { requireSafeDatabase } from "./aws/database/require-safe-database";
import { requireCheckedFailover } from "./aws/dns/require-checked-failover";
import { restrictPublicIngress } from "./aws/network/restrict-public-ingress";
import { requireImmutableBackupVault } from "./aws/storage/require-immutable-backup-vault";
import { requireRotatedKey } from "./aws/storage/require-rotated-key";
import { restrictBackupWriter } from "./aws/storage/restrict-backup-writer";
import { requireBackupCoverage } from "./backup/require-backup-coverage";
import { requireRestoreVerification } from "./backup/require-restore-verification";
import { disallowSecretInCommandOrLabels } from "./command/disallow-secret-in-command-or-labels";
import { restrictCommandResources } from "./command/restrict-command-resources";
import { requireHardenedDatabase } from "./database/require-hardened-database";
import { requireVerifiedReplication } from "./database/require-verified-replication";
import { disallowDefaultBridge } from "./docker/container/disallow-default-bridge";
import { disallowDirectPluginInProduction } from "./docker/container/disallow-direct-plugin-in-production";
import { disallowDockerSocketMount } from "./docker/container/disallow-docker-socket-mount";
import { disallowFloatingImage } from "./docker/container/disallow-floating-image";
import { disallowHostNamespace } from "./docker/container/disallow-host-namespace";
import { disallowPrivileged } from "./docker/container/disallow-privileged";
import { disallowPublishedPortExceptProxy } from "./docker/container/disallow-published-port-except-proxy";
import { disallowRootUser } from "./docker/container/disallow-root-user";
import { disallowSecretInEnvironment } from "./docker/container/disallow-secret-in-environment";
import { disallowSensitiveHostMount } from "./docker/container/disallow-sensitive-host-mount";
import { disallowUnconfinedProfile } from "./docker/container/disallow-unconfined-profile";
import { requireCpuLimit } from "./docker/container/require-cpu-limit";
import { requireDeleteBeforeReplace } from "./docker/container/require-delete-before-replace";
import { requireDroppedCapabilities } from "./docker/container/require-dropped-capabilities";
import { requireExplicitPortAddress } from "./docker/container/require-explicit-port-address";
import { requireHealthCheck } from "./docker/container/require-health-check";
import { requireLogRotation } from "./docker/container/require-log-rotation";
import { requireMemoryLimit } from "./docker/container/require-memory-limit";
import { requireNoNewPrivileges } from "./docker/container/require-no-new-privileges";
import { requirePidsLimit } from "./docker/container/require-pids-limit";
import { requireReadOnlyBindMounts } from "./docker/container/require-read-only-bind-mounts";
import { requireReadOnlyRoot } from "./docker/container/require-read-only-root";
import { requireSafeRestartPolicy } from "./docker/container/require-safe-restart-policy";
import { requireStopGracePeriod } from "./docker/container/require-stop-grace-period";
import { restrictDevicesAndSysctls } from "./docker/container/restrict-devices-and-sysctls";
import { restrictPublishedPorts } from "./docker/container/restrict-published-ports";
import { restrictTotalMemory } from "./docker/container/restrict-total-memory";
import { disallowFloatingTag } from "./docker/image/disallow-floating-tag";
import { restrictImageRegistry } from "./docker/image/restrict-image-registry";
import { requireEncryptedOverlay } from "./docker/network/require-encrypted-overlay";
import { requireInternalDataNetwork } from "./docker/network/require-internal-data-network";
import { requireOwnershipLabels } from "./docker/object/require-ownership-labels";
import { requirePinnedStatefulService } from "./docker/service/require-pinned-stateful-service";
import { requireServiceRollback } from "./docker/service/require-service-rollback";
import { requireServiceSecrets } from "./docker/service/require-service-secrets";
import { disallowSecondDatabaseWriter } from "./docker/volume/disallow-second-database-writer";
import { protectDataVolumes } from "./docker/volume/protect-data-volumes";
import { requireDatabaseDataVolume } from "./docker/volume/require-database-data-volume";
import { disallowInsecureDockerEndpoint } from "./engine/disallow-insecure-docker-endpoint";
import { requireValidExemptions } from "./exemption/require-valid-exemptions";
import { requireIntermediateTls } from "./proxy/require-intermediate-tls";
import { requireRateLimit } from "./proxy/require-rate-limit";
import { requireSecurityHeaders } from "./proxy/require-security-headers";
import { disallowWeakSecretSource } from "./random/disallow-weak-secret-source";
import { requireStrongPasswords } from "./random/require-strong-passwords";
import { requireApprovedMigrations } from "./release/require-approved-migrations";
import { requireRestorePoint } from "./release/require-restore-point";
import { requireRuntimeParity } from "./release/require-runtime-parity";
import { protectIrreplaceableResources } from "./resource/protect-irreplaceable-resources";

const judged: readonly PackPolicy[] = [
  disallowDebugMode,
  restrictHostsAndOrigins,
  requireEncryptedDisk,
  requireHardenedInstance,
  requireSafeDatabase,
  requireCheckedFailover,
  restrictPublicIngress,
  requireImmutableBackupVault,
  requireRotatedKey,
  restrictBackupWriter,
  requireBackupCoverage,
  requireRestoreVerification,
  disallowSecretInCommandOrLabels,
  restrictCommandResources,
  requireHardenedDatabase,
  requireVerifiedReplication,
  disallowDefaultBridge,
  disallowDirectPluginInProduction,
  disallowDockerSocketMount,
  disallowFloatingImage,
  disallowHostNamespace,
  disallowPrivileged,
  disallowPublishedPortExceptProxy,
  disallowRootUser,
  disallowSecretInEnvironment,
  disallowSensitiveHostMount,
  disallowUnconfinedProfile,
  requireCpuLimit,
  requireDeleteBeforeReplace,
  requireDroppedCapabilities,
  requireExplicitPortAddress,
  requireHealthCheck,
  requireLogRotation,
  requireMemoryLimit,
  requireNoNewPrivileges,
  requirePidsLimit,
  requireReadOnlyBindMounts,
  requireReadOnlyRoot,
  requireSafeRestartPolicy,
  requireStopGracePeriod,
  restrictDevicesAndSysctls,
  restrictPublishedPorts,
  restrictTotalMemory,
  disallowFloatingTag,
  restrictImageRegistry,
  requireEncryptedOverlay,
  requireInternalDataNetwork,
  requireOwnershipLabels,
  requirePinnedStatefulService,
  requireServiceRollback,
  requireServiceSecrets,
  disallowSecondDatabaseWriter,
  protectDataVolumes,
  requireDatabaseDataVolume,
  disallowInsecureDockerEndpoint,
  requireIntermediateTls,
  requireRateLimit,
  requireSecurityHeaders,
  disallowWeakSecretSource,
  requireStrongPasswords,
  requireApprovedMigrations,
  requireRestorePoint,
  requireRuntimeParity,
  protectIrreplaceableResources,
];

/** Every policy of the pack. How strict each is in a tier is in `config/<tier>.json`. */
export const policies: readonly PackPolicy[] = [
  ...judged,
  requireValidExemptions(judged.map(({ name }) => name)),
];
