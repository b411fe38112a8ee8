import type { ResourceHandler } from "../../base/resource";
import type { DockerConfig } from "../config";
import { containerChanges, containerRule, normaliseContainer } from "./changes";
import { checkContainer } from "./check";
import { createContainer } from "./create";
import { deleteContainer } from "./delete";
import { containerInputs } from "./inputs";
import { previewContainer } from "./outputs";
import { readContainer } from "./read";
import { updateContainer } from "./update";

/** `docker:index/container:Container`; a replacement deletes first, as with the official plugin. */
export const containerHandler: ResourceHandler<DockerConfig> = {
  inputs: containerInputs,
  changes: containerChanges,
  ruleFor: containerRule,
  check: checkContainer,
  normalise: normaliseContainer,
  deleteBeforeReplace: () => true,
  previewOutputs: previewContainer,
  create: createContainer,
  read: readContainer,
  update: updateContainer,
  delete: deleteContainer,
};
