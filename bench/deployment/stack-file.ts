import { readFileSync } from "node:fs";
import { join } from "node:path";

import { parse, stringify } from "yaml";

import { root } from "../shared/paths";

/** Name of the benchmark's stack. */
export const stack = "bench";

/** Name of its one application, which its containers' names start with. */
export const application = "bench";

interface LocalStack {
  readonly config: {
    readonly "palier:proxy": object;
    readonly "palier:applications": Readonly<Record<string, object>>;
  };
}

/** The local stack's file with names and ports of its own, so that both can run on one engine. */
export function stackFile(): string {
  const text = readFileSync(join(root, "Pulumi.local.yaml"), "utf8");
  const { config } = parse(text) as LocalStack;
  const [copied] = Object.values(config["palier:applications"]);
  return stringify({
    config: {
      ...config,
      "palier:proxy": { ...config["palier:proxy"], httpPort: 18080, httpsPort: 18443 },
      "palier:applications": { [application]: { ...copied, host: `${application}.localhost` } },
    },
  });
}
