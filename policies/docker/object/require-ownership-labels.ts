import { labelOf } from "../../shared/labels";
import { resourcePolicy } from "../../shared/policy";
import { types, type LabelledInputs } from "../../shared/types";
import { judgeAll } from "../../shared/unknown";

/** Parameters of the policy. */
interface Config {
  /** Keys that every container, network and volume carries. */
  readonly keys: readonly string[];
  /** Keys that containers carry besides; elsewhere they would change with a release and replace the object. */
  readonly containerKeys: readonly string[];
}

const strings = { type: "array", items: { type: "string" } } as const;

/** An object that does not say whose it is can be neither found after a crash nor told from a stranger's. */
export const requireOwnershipLabels = resourcePolicy<LabelledInputs, Config>(
  {
    name: "require-ownership-labels",
    description: "Containers, networks and volumes say by labels whose they are.",
    configSchema: {
      properties: {
        keys: {
          ...strings,
          default: [
            "palier.project",
            "palier.stack",
            "palier.component",
            "palier.resource",
            "palier.managed-by",
          ],
        },
        containerKeys: { ...strings, default: ["palier.tier", "palier.spec"] },
      },
    },
  },
  [types.container, types.network, types.volume],
  ({ inputs, config, type, report }) => {
    const keys = type === types.container ? [...config.keys, ...config.containerKeys] : config.keys;
    judgeAll(
      keys.map((key) => () => {
        if ((labelOf(inputs, key) ?? "") === "")
          report(`lacks the label ${key}; add it to "labels"`);
      }),
    );
  },
);
