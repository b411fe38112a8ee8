import type { FunctionHandler, Properties } from "../../base/resource";
import type { DockerConfig } from "../config";
import { containerLogs } from "../container/logs";
import { imageOutputs } from "../image/remote";
import { addressPools, networkOutputs } from "../network/inspect";
import { authFor } from "../registry/auth";
import { manifestDigest } from "../registry/client";
import { parseReference } from "../registry/reference";
import { onEngine } from "../session";
import { decode, flag, needed, object, text } from "../shape";

const byName = object({ name: needed(text) });

const getNetwork: FunctionHandler<DockerConfig> = {
  inputs: ["name"],
  invoke(args, ctx) {
    const { name } = decode(byName, args);
    return onEngine(ctx, `Looking up network "${name}"`, async (docker) => {
      const info = await docker.getNetwork(name).inspect();
      const containers = Object.entries(info.Containers ?? {}).map(([containerId, member]) => ({
        containerId,
        endpointId: member.EndpointID,
        ipv4Address: member.IPv4Address,
        ipv6Address: member.IPv6Address,
        macAddress: member.MacAddress,
        name: member.Name,
      }));
      return { ...networkOutputs(info), id: info.Id, containers, ipamConfigs: addressPools(info) };
    });
  },
};

const getRemoteImage: FunctionHandler<DockerConfig> = {
  inputs: ["name"],
  invoke(args, ctx) {
    const { name } = decode(byName, args);
    return onEngine(ctx, `Looking up image "${name}"`, async (docker) => {
      const { imageId, repoDigest } = imageOutputs(await docker.getImage(name).inspect());
      return { id: imageId ?? "", name, repoDigest: repoDigest ?? "" };
    });
  },
};

const registryQuery = object({ name: needed(text), insecureSkipVerify: flag });

const getRegistryImage: FunctionHandler<DockerConfig> = {
  inputs: ["name", "insecureSkipVerify"],
  async invoke(args, ctx) {
    const { name, insecureSkipVerify } = decode(registryQuery, args);
    const credentials = authFor(name, ctx.config.auths);
    const access = { credentials, insecure: insecureSkipVerify };
    const sha256Digest = await manifestDigest(parseReference(name), access);
    if (sha256Digest === undefined)
      throw new Error(`The registry does not know the image "${name}".`);
    return { ...args, id: sha256Digest, name, sha256Digest };
  },
};

const logQuery = object({
  details: flag,
  discardHeaders: flag,
  follow: flag,
  logsListStringEnabled: flag,
  name: needed(text),
  showStderr: flag,
  showStdout: flag,
  since: text,
  tail: text,
  timestamps: flag,
  until: text,
});

const getLogs: FunctionHandler<DockerConfig> = {
  inputs: [
    "details",
    "discardHeaders",
    "follow",
    "logsListStringEnabled",
    "name",
    "showStderr",
    "showStdout",
    "since",
    "tail",
    "timestamps",
    "until",
  ],
  invoke(args, ctx) {
    const query = decode(logQuery, args);
    if (query.follow) throw new Error("getLogs does not support follow: true: it would never end.");
    return onEngine(ctx, `Reading the logs of "${query.name}"`, async (docker) => {
      const output = await containerLogs(docker.getContainer(query.name), {
        stdout: query.showStdout ?? true,
        stderr: query.showStderr ?? true,
        tail: query.tail === undefined || query.tail === "all" ? "all" : Number(query.tail),
        timestamps: query.timestamps,
        details: query.details,
        since: query.since,
        until: query.until,
      });
      const lines = query.logsListStringEnabled === false ? [] : output.trimEnd().split("\n");
      return {
        ...args,
        id: query.name,
        name: query.name,
        logsListStrings: lines,
      } satisfies Properties;
    });
  },
};

/** Every function of the plugin by its token. */
export const functions: Readonly<Record<string, FunctionHandler<DockerConfig>>> = {
  "docker:index/getNetwork:getNetwork": getNetwork,
  "docker:index/getRemoteImage:getRemoteImage": getRemoteImage,
  "docker:index/getRegistryImage:getRegistryImage": getRegistryImage,
  "docker:index/getLogs:getLogs": getLogs,
};
