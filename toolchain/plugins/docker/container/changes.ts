import { isMap } from "../../base/resource";
import type { ChangeRule, Properties, PropertyPath, PropertyValue } from "../../base/resource";
import { mapProperty, prune, sorted, withDefaults } from "../canonical";
import { containerDefaults, portDefaults } from "./check";
import { goDuration, nanoseconds } from "./duration";

/** Limits that the engine can change in a container that exists, and cannot take away from it. */
const limits = ["memory", "memoryReservation", "memorySwap", "cpuShares", "cpuSet"] as const;

/**
 * What a change of an input means; what is not listed replaces the container.
 *
 * Where the official plugin reports "updated" and changes nothing (healthcheck, init, cpuQuota, a tmpfs
 * value, parts of a mount, device rates, a limit that is taken away) or sees no difference (a removed
 * securityOpts, healthcheck, hostname or user), the container is replaced here, because only that makes
 * the declaration true.
 */
export const containerChanges: Readonly<Record<string, ChangeRule>> = {
  ...Object.fromEntries(limits.map((limit) => [limit, "update" as const])),
  restart: "update",
  maxRetryCount: "update",
  mustRun: "update",
  attach: "update",
  containerReadRefreshTimeoutMilliseconds: "update",
  destroyGraceSeconds: "update",
  logs: "update",
  removeVolumes: "update",
  rm: "update",
  start: "update",
  wait: "update",
  waitTimeout: "update",
};

/** A limit that is removed replaces: the engine ignores a zero in an update. */
export function containerRule(
  path: PropertyPath,
  olds: Properties,
  news: Properties,
): ChangeRule | undefined {
  const limit = limits.find((name) => name === path[0]);
  if (limit === undefined) return undefined;
  const removed = isEmpty(news[limit] ?? "") && !isEmpty(olds[limit] ?? "");
  return removed ? "replace" : "update";
}

/** Inputs whose empty value (0, false, "") means the same as leaving them out. */
const emptyMeansAbsent = [
  "memory",
  "memoryReservation",
  "memorySwap",
  "cpuShares",
  "cpuQuota",
  "cpuPeriod",
  "cpuSet",
  "shmSize",
  "maxRetryCount",
  "destroyGraceSeconds",
  "init",
  "privileged",
  "publishAllPorts",
  "stdinOpen",
  "tty",
  "hostname",
  "domainname",
  "user",
  "workingDir",
  "platform",
  "runtime",
  "pidMode",
  "ipcMode",
  "usernsMode",
  "cgroupParent",
  "logDriver",
  "stopSignal",
];

const orderless = [
  "envs",
  "ports",
  "labels",
  "mounts",
  "volumes",
  "hosts",
  "ulimits",
  "devices",
  "deviceCgroupRules",
  "groupAdds",
  "uploads",
  "networksAdvanced",
  "deviceReadBps",
  "deviceReadIops",
  "deviceWriteBps",
  "deviceWriteIops",
];

/** Equal meaning, equal value: defaults filled in, order and spelling taken away where they mean nothing. */
export function normaliseContainer(inputs: Properties): Properties {
  let result = withDefaults(prune(inputs), containerDefaults);
  for (const name of emptyMeansAbsent) {
    result = mapProperty(result, name, (value) => (isEmpty(value) ? undefined : value));
  }
  // Twice the memory is what the engine allows without a word about swap.
  result = mapProperty(result, "memorySwap", (swap) =>
    typeof result.memory === "number" && swap === result.memory * 2 ? undefined : swap,
  );
  result = mapProperty(result, "ports", (ports) => mapItems(ports, withPortDefaults));
  result = mapProperty(result, "securityOpts", (list) => sorted(mapItems(list, canonicalSecurity)));
  result = mapProperty(result, "capabilities", canonicalCapabilities);
  result = mapProperty(result, "healthcheck", canonicalHealthcheck);
  result = mapProperty(result, "cpus", (cpus) =>
    Number.isNaN(Number(cpus)) ? cpus : Number(cpus),
  );
  result = mapProperty(result, "networksAdvanced", (list) => mapItems(list, sortAliases));
  result = mapProperty(result, "mounts", (list) => mapItems(list, canonicalMount));
  result = mapProperty(result, "volumes", (list) => mapItems(list, dropFalseReadOnly));
  for (const name of orderless) {
    result = mapProperty(result, name, sorted);
  }
  return result;
}

function isEmpty(value: PropertyValue): boolean {
  return value === 0 || value === false || value === "";
}

function mapItems(
  value: PropertyValue,
  change: (item: PropertyValue) => PropertyValue,
): PropertyValue {
  return Array.isArray(value) ? value.map(change) : value;
}

function withPortDefaults(port: PropertyValue): PropertyValue {
  return isMap(port) ? withDefaults(port, portDefaults) : port;
}

/** The engine takes `no-new-privileges`, `no-new-privileges:true` and `no-new-privileges=true` for the same. */
function canonicalSecurity(option: PropertyValue): PropertyValue {
  if (typeof option !== "string") return option;
  return option.replace(/^no-new-privileges[:=]true$/, "no-new-privileges");
}

function canonicalCapabilities(value: PropertyValue): PropertyValue | undefined {
  if (!isMap(value)) return value;
  const spell = (name: PropertyValue): PropertyValue =>
    typeof name === "string" ? canonicalCapability(name) : name;
  const side = (list: PropertyValue): PropertyValue | undefined => sorted(mapItems(list, spell));
  return mapProperty(mapProperty(value, "adds", side), "drops", side);
}

/** Capabilities with their prefix in capitals, as the engine keeps them; `ALL` has none. */
export function canonicalCapability(name: string): string {
  const upper = name.toUpperCase();
  return upper === "ALL" || upper.startsWith("CAP_") ? upper : `CAP_${upper}`;
}

function canonicalHealthcheck(value: PropertyValue): PropertyValue | undefined {
  if (!isMap(value)) return value;
  let result = value;
  for (const name of ["interval", "timeout", "startPeriod", "startInterval"]) {
    result = mapProperty(result, name, (given) => {
      if (typeof given !== "string") return given;
      const total = nanoseconds(given);
      return total === 0 ? undefined : goDuration(total);
    });
  }
  const checked = mapProperty(result, "retries", (value) => (value === 0 ? undefined : value));
  return Object.keys(checked).length === 0 ? undefined : checked;
}

function sortAliases(network: PropertyValue): PropertyValue {
  return isMap(network) ? mapProperty(network, "aliases", sorted) : network;
}

function canonicalMount(mount: PropertyValue): PropertyValue {
  if (!isMap(mount)) return mount;
  return mapProperty(dropFalseReadOnly(mount), "source", (source) =>
    source === "" ? undefined : source,
  );
}

function dropFalseReadOnly<T extends PropertyValue>(value: T): T | Properties {
  if (!isMap(value)) return value;
  return mapProperty(value, "readOnly", (flag) => (flag === false ? undefined : flag));
}
