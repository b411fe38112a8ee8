import { type AboutRequest, AboutResponse } from "@pulumi/pulumi/proto/language_pb";

import { installedVersion } from "../program/installed";

/** Answers `pulumi about`: the node in use, and the versions that decide how a program behaves. */
export function about(request: AboutRequest): AboutResponse {
  const response = new AboutResponse();
  response.setExecutable(process.execPath);
  response.setVersion(process.version);
  const folder = request.getInfo()?.getProgramDirectory() ?? process.cwd();
  for (const name of ["@pulumi/pulumi", "typescript"]) {
    const version = installedVersion(folder, name);
    if (version !== undefined) response.getMetadataMap().set(name, version);
  }
  response.getMetadataMap().set("packagemanager", "npm");
  return response;
}
