/**
 * Type tokens of the resources that policies judge: texts, since importing a provider costs a second and
 * 60 MB. A test holds them against the type declarations of the npm packages.
 */
export const types = {
  container: "docker:index/container:Container",
  service: "docker:index/service:Service",
  network: "docker:index/network:Network",
  volume: "docker:index/volume:Volume",
  remoteImage: "docker:index/remoteImage:RemoteImage",
  image: "docker:index/image:Image",
  registryImage: "docker:index/registryImage:RegistryImage",
  randomPassword: "random:index/randomPassword:RandomPassword",
  randomBytes: "random:index/randomBytes:RandomBytes",
  randomString: "random:index/randomString:RandomString",
  randomId: "random:index/randomId:RandomId",
  randomPet: "random:index/randomPet:RandomPet",
  randomInteger: "random:index/randomInteger:RandomInteger",
  randomUuid: "random:index/randomUuid:RandomUuid",
  localCommand: "command:local:Command",
  remoteCommand: "command:remote:Command",
  copyToRemote: "command:remote:CopyToRemote",
} as const;

/** Containers, and services, which run containers on a swarm. */
export const workloadTypes: readonly string[] = [types.container, types.service];
