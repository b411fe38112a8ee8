import { isMap } from "../../base/resource";
import type {
  CheckContext,
  CheckFailure,
  CheckResult,
  Properties,
  PropertyValue,
} from "../../base/resource";
import { mapProperty, withDefaults } from "../canonical";
import { failuresOf } from "../check";
import { withName } from "../naming";
import { containerInputs, containerShape } from "./inputs";

/** What the official plugin fills in, and policies therefore see. */
export const containerDefaults = {
  attach: false,
  containerReadRefreshTimeoutMilliseconds: 15000,
  logs: false,
  mustRun: true,
  networkMode: "bridge",
  readOnly: false,
  removeVolumes: true,
  restart: "no",
  rm: false,
  start: true,
  wait: false,
  waitTimeout: 60,
} as const;

/** What the official plugin fills in for every port. */
export const portDefaults = { ip: "0.0.0.0", protocol: "tcp" } as const;

/** Fills in names and defaults and reports everything that the engine would refuse later. */
export function checkContainer(
  news: Properties,
  olds: Properties | undefined,
  ctx: CheckContext,
): CheckResult {
  const named = withDefaults(withName(news, olds, ctx), containerDefaults);
  const inputs = mapProperty(named, "ports", (ports) => eachMap(ports, portDefaults));
  const failures = failuresOf(containerShape, inputs, containerInputs);
  return { inputs, failures: [...failures, ...combinations(inputs)] };
}

function eachMap(value: PropertyValue, defaults: Properties): PropertyValue {
  if (!Array.isArray(value)) return value;
  return value.map((item) => (isMap(item) ? withDefaults(item, defaults) : item));
}

/** Inputs that fit alone and not together. */
function combinations(inputs: Properties): CheckFailure[] {
  return [...processConflicts(inputs), ...uploadConflicts(inputs), ...mountConflicts(inputs)];
}

function processConflicts(inputs: Properties): CheckFailure[] {
  const failures: CheckFailure[] = [];
  if (inputs.attach === true && inputs.mustRun === true) {
    failures.push({
      property: "attach",
      reason: "attach waits for the end of the container, so it also needs mustRun: false",
    });
  }
  if (inputs.rm === true && typeof inputs.restart === "string" && inputs.restart !== "no") {
    failures.push({
      property: "rm",
      reason: 'rm: true and a restart policy exclude each other: use restart "no"',
    });
  }
  if (Array.isArray(inputs.command) && inputs.command.includes("")) {
    failures.push({ property: "command", reason: "command must not contain empty texts" });
  }
  return failures;
}

function uploadConflicts(inputs: Properties): CheckFailure[] {
  if (!Array.isArray(inputs.uploads)) return [];
  const conflicts = inputs.uploads.flatMap((upload, index) => {
    if (!isMap(upload)) return [];
    const given = ["content", "contentBase64", "source"].filter(
      (key) => upload[key] !== undefined && upload[key] !== null,
    );
    if (given.length === 1) return [];
    const found = given.length === 0 ? "none is given" : `${given.join(" and ")} are given`;
    return [
      {
        property: `uploads[${index}]`,
        reason: `uploads[${index}] needs exactly one of content, contentBase64 and source: ${found}`,
      },
    ];
  });
  if (inputs.readOnly === true && inputs.uploads.length > 0) {
    conflicts.push({
      property: "uploads",
      reason:
        "uploads cannot be written into a container with readOnly: true; put the files into a volume that is mounted there",
    });
  }
  return conflicts;
}

function mountConflicts(inputs: Properties): CheckFailure[] {
  if (!Array.isArray(inputs.mounts)) return [];
  return inputs.mounts.flatMap((mount, index) => {
    if (!isMap(mount)) return [];
    const foreign = { bind: "bindOptions", volume: "volumeOptions", tmpfs: "tmpfsOptions" };
    return Object.entries(foreign)
      .filter(
        ([type, key]) => typeof mount.type === "string" && mount.type !== type && isMap(mount[key]),
      )
      .map(([type, key]) => ({
        property: `mounts[${index}].${key}`,
        reason: `mounts[${index}].${key} belongs to mounts of type "${type}" only`,
      }));
  });
}
