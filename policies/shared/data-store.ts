import { isDatabase } from "./database";
import { parseImage } from "./image";
import { find } from "./unknown";
import type { Workload } from "./workload";

const component = "cache";

/** Names of images, without registry and tag, that keep sessions, queues and copies of data. */
const images = ["keydb", "memcached", "rabbitmq", "redis", "redis-stack-server", "valkey"];

/** Whether a workload is a database or a cache, by its label or its image. */
export function isDataStore(workload: Workload): boolean {
  const signs = [
    () => isDatabase(workload),
    () => workload.component === component,
    () => images.includes(parseImage(workload.image ?? "")?.base ?? ""),
  ];
  return find(signs, (sign) => sign()) !== undefined;
}
