import { labelShape } from "../pairs";
import { flag, list, mapOf, matching, needed, object, oneOf, refused, text, whole } from "../shape";
import type { TypeOf } from "../shape";
import { durationPattern } from "./duration";

const port = whole(1, 65535);
const seconds = whole(0);
const duration = matching(durationPattern, 'a duration such as "30s", "1m30s" or "500ms"');
const rate = list(object({ path: needed(text), rate: needed(whole(0)) }));

const mount = object({
  bindOptions: object({
    propagation: oneOf("private", "rprivate", "shared", "rshared", "slave", "rslave"),
  }),
  readOnly: flag,
  source: text,
  target: needed(matching(/^\//, "an absolute path in the container")),
  tmpfsOptions: object({ mode: whole(0), sizeBytes: whole(0) }),
  type: needed(oneOf("bind", "volume", "tmpfs")),
  volumeOptions: object({
    driverName: text,
    driverOptions: mapOf(text),
    labels: list(labelShape),
    noCopy: flag,
    subpath: refused("it needs API 1.45 (Docker 26)"),
  }),
});

const networkAttachment = object({
  aliases: list(text),
  driverOpts: list(matching(/^[^=]+=/, 'a text of the form "name=value"')),
  gwPriority: refused("it needs API 1.48 (Docker 28)"),
  ipv4Address: text,
  ipv6Address: text,
  linkLocalIps: list(text),
  macAddress: refused("it needs API 1.44 (Docker 25)"),
  name: needed(text),
});

const upload = object({
  content: text,
  contentBase64: matching(/^[A-Za-z0-9+/=\s]*$/, "base64"),
  executable: flag,
  file: needed(matching(/^\/./, "an absolute path in the container")),
  group: matching(/^\d+$/, "a numeric group id (names are not looked up)"),
  owner: matching(/^\d+$/, "a numeric user id (names are not looked up)"),
  permissions: matching(/^0?[0-7]{3,4}$/, 'an octal mode such as "0640"'),
  source: text,
  sourceHash: text,
});

/** What the process is and how it sees itself. */
const processFields = {
  attach: flag,
  command: list(text),
  domainname: text,
  entrypoints: list(text),
  envs: list(matching(/^[^=]/, 'a text of the form "NAME=value"')),
  groupAdds: list(text),
  hostname: matching(
    /^[A-Za-z0-9]([A-Za-z0-9.-]{0,61}[A-Za-z0-9])?$|^$/,
    "a host name of at most 63 letters, digits, dots and hyphens",
  ),
  image: needed(text),
  init: flag,
  labels: list(labelShape),
  logs: flag,
  name: matching(
    /^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/,
    "a name of letters, digits, _, . and - that starts with a letter or digit",
  ),
  platform: text,
  runtime: text,
  stdinOpen: flag,
  stopSignal: text,
  stopTimeout: seconds,
  tty: flag,
  user: text,
  workingDir: text,
};

/** How its life is watched over. */
const lifeFields = {
  containerReadRefreshTimeoutMilliseconds: whole(0),
  destroyGraceSeconds: seconds,
  healthcheck: object({
    interval: duration,
    retries: whole(0),
    startInterval: matching(/^(0s?)?$/, "nothing: it needs API 1.44 (Docker 25), so leave it out"),
    startPeriod: duration,
    tests: list(text),
    timeout: duration,
  }),
  maxRetryCount: whole(0),
  mustRun: flag,
  removeVolumes: flag,
  restart: oneOf("no", "on-failure", "always", "unless-stopped"),
  rm: flag,
  start: flag,
  wait: flag,
  waitTimeout: seconds,
};

/** What it may use. */
const limitFields = {
  capabilities: object({ adds: list(text), drops: list(text) }),
  cgroupParent: text,
  cgroupnsMode: oneOf("private", "host"),
  cpuPeriod: whole(0),
  cpuQuota: whole(-1),
  cpuSet: matching(/^\d+([,-]\d+)*$/, 'a list or range of processors such as "0-1"'),
  cpuShares: whole(0),
  cpus: matching(/^\d*\.?\d+$/, 'a number of processors as text, such as "0.5"'),
  deviceCgroupRules: list(text),
  deviceReadBps: rate,
  deviceReadIops: rate,
  deviceRequests: list(
    object({
      capabilities: list(text),
      count: whole(-1),
      deviceIds: list(text),
      driver: text,
      options: mapOf(text),
    }),
  ),
  deviceWriteBps: rate,
  deviceWriteIops: rate,
  devices: list(object({ containerPath: text, hostPath: needed(text), permissions: text })),
  gpus: refused('this toolchain has no GPU to test it with; use "deviceRequests"'),
  ipcMode: text,
  memory: whole(0),
  memoryReservation: whole(0),
  memorySwap: whole(-1),
  pidMode: text,
  privileged: flag,
  readOnly: flag,
  securityOpts: list(text),
  shmSize: whole(0),
  storageOpts: mapOf(text),
  sysctls: mapOf(text),
  ulimits: list(object({ hard: needed(whole()), name: needed(text), soft: needed(whole()) })),
  usernsMode: text,
};

/** What it is connected to. */
const connectionFields = {
  dns: list(text),
  dnsOpts: list(text),
  dnsSearches: list(text),
  hosts: list(object({ host: needed(text), ip: needed(text) })),
  logDriver: text,
  logOpts: mapOf(text),
  mounts: list(mount),
  networkMode: text,
  networksAdvanced: list(networkAttachment),
  ports: list(
    object({
      external: port,
      internal: needed(port),
      ip: text,
      protocol: oneOf("tcp", "udp", "sctp"),
    }),
  ),
  publishAllPorts: flag,
  tmpfs: mapOf(text),
  uploads: list(upload),
  volumes: list(
    object({
      containerPath: text,
      fromContainer: text,
      hostPath: text,
      readOnly: flag,
      selinuxRelabel: oneOf("z", "Z"),
      volumeName: text,
    }),
  ),
};

const fields = { ...processFields, ...lifeFields, ...limitFields, ...connectionFields };

/** Every input of a Container and what it has to look like. */
export const containerShape = object(fields);

/** The names of the inputs. */
export const containerInputs: readonly string[] = Object.keys(fields);

/** A Container's inputs, decoded. */
export type ContainerInputs = TypeOf<typeof containerShape>;
