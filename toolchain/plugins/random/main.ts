import { servePlugin } from "../base/serve";
import { randomBytesHandler, randomId } from "./bytes";
import { randomInteger, randomShuffle } from "./number";
import { randomPassword, randomString } from "./password";
import { randomPet } from "./pet";
import { randomUuid4, randomUuid7 } from "./uuid";

// Stands in for @pulumi/random where the official plugin cannot be downloaded.
servePlugin({
  name: "random",
  version: "4.21.2",
  configKeys: [],
  configure: () => undefined,
  resources: {
    "random:index/randomBytes:RandomBytes": randomBytesHandler,
    "random:index/randomId:RandomId": randomId,
    "random:index/randomInteger:RandomInteger": randomInteger,
    "random:index/randomPassword:RandomPassword": randomPassword,
    "random:index/randomPet:RandomPet": randomPet,
    "random:index/randomShuffle:RandomShuffle": randomShuffle,
    "random:index/randomString:RandomString": randomString,
    "random:index/randomUuid:RandomUuid": randomUuid4,
    "random:index/randomUuid4:RandomUuid4": randomUuid4,
    "random:index/randomUuid7:RandomUuid7": randomUuid7,
  },
});
