import {
  type GetRequiredPackagesRequest,
  GetRequiredPackagesResponse,
  type GetRequiredPluginsRequest,
  GetRequiredPluginsResponse,
  type ProgramInfo,
} from "@pulumi/pulumi/proto/language_pb";
import {
  PackageDependency,
  PackageParameterization,
  PluginDependency,
} from "@pulumi/pulumi/proto/plugin_pb";

import { type RequiredPlugin, requiredPlugins } from "../program/required-plugins";

/** Tells the engine which plugins, in which versions, the program's packages belong to. */
export function getRequiredPackages(
  request: GetRequiredPackagesRequest,
): GetRequiredPackagesResponse {
  const response = new GetRequiredPackagesResponse();
  response.setPackagesList(pluginsOf(request.getInfo()).map(toPackage));
  return response;
}

/** The same in the older form, without parameterised packages, which it has no field for. */
export function getRequiredPlugins(request: GetRequiredPluginsRequest): GetRequiredPluginsResponse {
  const response = new GetRequiredPluginsResponse();
  const plain = pluginsOf(request.getInfo()).filter((plugin) => !plugin.parameterization);
  response.setPluginsList(plain.map(toPlugin));
  return response;
}

function pluginsOf(info: ProgramInfo | undefined): RequiredPlugin[] {
  return requiredPlugins(info?.getProgramDirectory() ?? process.cwd());
}

function toPackage(plugin: RequiredPlugin): PackageDependency {
  const message = new PackageDependency();
  message.setKind("resource");
  message.setName(plugin.name);
  message.setVersion(plugin.version);
  message.setServer(plugin.server);
  if (plugin.parameterization) {
    const parameterization = new PackageParameterization();
    parameterization.setName(plugin.parameterization.name);
    parameterization.setVersion(plugin.parameterization.version);
    parameterization.setValue(plugin.parameterization.value);
    message.setParameterization(parameterization);
  }
  return message;
}

function toPlugin(plugin: RequiredPlugin): PluginDependency {
  const message = new PluginDependency();
  message.setKind("resource");
  message.setName(plugin.name);
  message.setVersion(plugin.version);
  message.setServer(plugin.server);
  return message;
}
