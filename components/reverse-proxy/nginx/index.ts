export {
  acmeFolder,
  certificateFolder,
  configurationFolder,
  probePort,
  upstreamPath,
} from "./locations-on-disk";
export type { Slot } from "./locations-on-disk";
export { renderPointer } from "./pointer";
export { renderNginx } from "./render";
export { renderUpstream } from "./upstream";
export type { Aliases, UpstreamState } from "./upstream";
