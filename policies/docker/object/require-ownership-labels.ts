import type { LabelledInputs } from "../../shared/inputs";
import { labelOf } from "../../shared/labels";
import { resourcePolicy } from "../../shared/policy";
import { types, workloadTypes } from "../../shared/types";
import { each, judgeAll } from "../../shared/unknown";

const component = "palier.component";

/** Parameters of the policy. */
interface Config {
  /** Keys that every container, service, network and volume carries. */
  readonly keys: readonly string[];
  /** Keys that containers and services carry besides; elsewhere they would change with a release and replace the object. */
  readonly containerKeys: readonly string[];
  /** Values of the label `palier.component` of what runs an application's image. */
  readonly processes: readonly string[];
  /** Keys that these carry besides. */
  readonly processKeys: readonly string[];
}

/** An object that does not say whose it is can be neither found after a crash nor told from a stranger's. */
export const requireOwnershipLabels = resourcePolicy<LabelledInputs, Config>(
  {
    name: "require-ownership-labels",
    description: "Containers, networks and volumes say by labels whose they are.",
    severity: "medium",
    anchor: "Palier, names and labels (docs/adr/0004-names-and-labels.md)",
    remediation:
      "Add the label to the resource. What the components of Palier declare carries all of them.",
    configSchema: {
      properties: {
        keys: {
          type: "array",
          items: { type: "string" },
          default: [
            "palier.project",
            "palier.stack",
            "palier.component",
            "palier.resource",
            "palier.managed-by",
          ],
          description: "Labels that every container, service, network and volume carries.",
        },
        containerKeys: {
          type: "array",
          items: { type: "string" },
          default: ["palier.tier", "palier.spec"],
          description: "Labels that containers and services carry besides.",
        },
        processes: {
          type: "array",
          items: { type: "string" },
          default: ["scheduler", "web", "worker"],
          description:
            "Values of the label `palier.component` of what runs an application's image.",
        },
        processKeys: {
          type: "array",
          items: { type: "string" },
          default: ["palier.application", "palier.process", "palier.release"],
          description: "Labels that these carry besides.",
        },
      },
    },
  },
  [...workloadTypes, types.network, types.volume],
  ({ inputs, config, type, report }) => {
    const keys = workloadTypes.includes(type)
      ? [...config.keys, ...config.containerKeys]
      : config.keys;
    const check = (key: string): void => {
      if ((labelOf(inputs, key) ?? "") === "") {
        report(`lacks the label ${key}; add it to "labels"`);
      }
    };
    judgeAll([
      () => {
        each(keys, check);
      },
      () => {
        if (!workloadTypes.includes(type)) return;
        if (config.processes.includes(labelOf(inputs, component) ?? "")) {
          each(config.processKeys, check);
        }
      },
    ]);
  },
);
