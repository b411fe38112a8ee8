import { servePlugin } from "../base/serve";
import { localCommand } from "./local-command";
import { localRun } from "./local-run";

// Stands in for @pulumi/command where the official plugin cannot be downloaded.
servePlugin({
  name: "command",
  version: "1.2.1",
  configKeys: [],
  configure: () => undefined,
  resources: { "command:local:Command": localCommand },
  functions: { "command:local:run": localRun },
  notYet: {
    "command:remote:*":
      "it comes with a later version of this toolchain; until then use the official plugin (PALIER_TOOLCHAIN=official)",
  },
});
