import type { CacheSpec, NetworkSpec } from "../../spec/deployment";
import { logicalName, physicalName } from "../naming";
import { sealContainer } from "./container";
import type { ApplicationContext } from "./context";
import { pinImage } from "./images";
import { resolveSize } from "./limits";
import {
  redisConfiguration,
  redisMinimumMemory,
  redisPort,
  redisProbe,
  redisUser,
  redisUsers,
} from "./redis";
import { serviceSecrets } from "../secret-keys";
import type { CacheConnection } from "./secrets";
import { filesVolume, mountVolume, volume } from "./volumes";

const component = "cache";
const configurationFolder = "/etc/palier/cache";

/** How the application reaches its cache. */
export function cacheConnection(application: string): CacheConnection {
  return { host: logicalName(application, component), port: redisPort };
}

/** The Redis server of an application. */
export function resolveCache(context: ApplicationContext, network: NetworkSpec): CacheSpec {
  const { project, stack, application, choices, config } = context;
  const image = pinImage(context, config.images.redis, ["images", "redis"]);
  const size = resolveSize(
    context,
    "cache",
    choices.cache?.limits,
    { memory: redisMinimumMemory, reason: "a Redis server" },
    ["applications", application, "cache", "limits"],
  );
  const data = volume({ context, application, component, role: "cache-data" }, true);
  const place = { context, application, component, role: "cache-configuration" };
  const text = redisConfiguration(size.limits.memory, configurationFolder);
  const files = filesVolume(place, redisUser, image, [
    { path: "redis.conf", mode: "0400", content: { from: "text", text } },
    {
      path: "users.acl",
      mode: "0400",
      content: { from: "template", text: redisUsers, secrets: [serviceSecrets.cache] },
    },
  ]);
  const resource = logicalName(application, component);
  const container = sealContainer(
    context,
    {
      resource,
      name: physicalName({ project, stack, application, role: component }),
      image,
      entrypoint: undefined,
      command: ["redis-server", `${configurationFolder}/redis.conf`],
      environment: [],
      user: `${redisUser.uid}:${redisUser.gid}`,
      mounts: [
        mountVolume(data.name, "/data", false),
        mountVolume(files.volume, configurationFolder, true),
      ],
      tmpfs: {},
      networks: [{ network: network.name, aliases: [resource] }],
      ports: [],
      healthCheck: {
        command: redisProbe,
        interval: "2s",
        timeout: "4s",
        retries: 5,
        startPeriod: "30s",
      },
      ...size,
      readOnlyRoot: true,
      // SIGTERM writes out what the last second left in memory.
      stopGraceSeconds: 30,
      stopSignal: "SIGTERM",
    },
    { application, component, files: [files] },
  );
  return { resource, volume: data, files: [files], container };
}
