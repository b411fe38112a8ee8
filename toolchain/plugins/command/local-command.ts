import { UNKNOWN } from "../base/resource";
import { RUN_FIELDS, runWith } from "./inputs";
import { commandResource } from "./lifecycle";

/** Commands that run on this machine. */
export const localCommand = commandResource({
  fields: RUN_FIELDS,
  preview: (inputs) => ({
    ...(inputs.assetPaths !== undefined && { assets: UNKNOWN }),
    ...(inputs.archivePaths !== undefined && { archive: UNKNOWN }),
  }),
  run: runWith,
});
