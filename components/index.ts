export { Application } from "./application";
export { Network } from "./network";
export { ReverseProxy } from "./reverse-proxy";
export { Guard, type GuardSurroundings } from "./shared/guard";
export { describeStack } from "./shared/outputs";
export { withPlainErrors } from "./shared/run";
export { Storage } from "./storage";
