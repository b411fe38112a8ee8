import { servePlugin } from "../base/serve";
import { localCommand } from "./local-command";
import { localRun } from "./local-run";
import { remoteCommand } from "./remote/command";
import { copyFile, copyToRemote } from "./remote/copy";

// Stands in for @pulumi/command where the official plugin cannot be downloaded.
servePlugin({
  name: "command",
  version: "1.2.1",
  configKeys: [],
  configure: () => undefined,
  resources: {
    "command:local:Command": localCommand,
    "command:remote:Command": remoteCommand,
    "command:remote:CopyFile": copyFile,
    "command:remote:CopyToRemote": copyToRemote,
  },
  functions: { "command:local:run": localRun },
});
