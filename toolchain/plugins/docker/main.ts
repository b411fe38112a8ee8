import { servePlugin } from "../base/serve";
import { configKeys, configure } from "./config";
import { containerHandler } from "./container/handler";
import { functions } from "./functions";
import { imageHandler } from "./image/handler";
import { remoteImageHandler } from "./image/remote";
import { tagHandler } from "./image/tag";
import { networkHandler } from "./network/handler";
import { registryImageHandler } from "./registry/image";
import { volumeHandler } from "./volume/handler";

const notYet =
  "this toolchain does not support it; use the official plugin (PALIER_TOOLCHAIN=official)";
const swarm = `it needs Docker Swarm, which comes with scale-out; until then ${notYet}`;

servePlugin({
  name: "docker",
  version: "5.2.0",
  autonaming: true,
  configKeys,
  configure,
  resources: {
    "docker:index/container:Container": containerHandler,
    "docker:index/image:Image": imageHandler,
    "docker:index/network:Network": networkHandler,
    "docker:index/registryImage:RegistryImage": registryImageHandler,
    "docker:index/remoteImage:RemoteImage": remoteImageHandler,
    "docker:index/tag:Tag": tagHandler,
    "docker:index/volume:Volume": volumeHandler,
  },
  functions,
  notYet: {
    "docker:index/service:Service": swarm,
    "docker:index/secret:Secret": swarm,
    "docker:index/serviceConfig:ServiceConfig": swarm,
    "docker:*": notYet,
  },
});
