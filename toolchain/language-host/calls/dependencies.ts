import {
  DependencyInfo,
  type GetProgramDependenciesRequest,
  GetProgramDependenciesResponse,
} from "@pulumi/pulumi/proto/language_pb";

import { lockedPackages } from "../program/lock";

/** Lists a program's packages for `pulumi about`: the declared ones, or all with `--transitive`. */
export function getProgramDependencies(
  request: GetProgramDependenciesRequest,
): GetProgramDependenciesResponse {
  const folder = request.getInfo()?.getProgramDirectory() ?? request.getPwd();
  const response = new GetProgramDependenciesResponse();
  const scope = request.getTransitivedependencies() ? "all" : "declared";
  for (const { name, version } of lockedPackages(folder, scope)) {
    const dependency = new DependencyInfo();
    dependency.setName(name);
    dependency.setVersion(version);
    response.addDependencies(dependency);
  }
  return response;
}
