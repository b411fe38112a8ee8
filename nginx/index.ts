export {
  acmeFolder,
  certificateFolder,
  configurationFolder,
  entryPrefix,
  probePort,
  upstreamPath,
} from "./locations-on-disk";
export type { Slot } from "./locations-on-disk";
export { longestAnswerSeconds } from "./main";
export { renderPointer } from "./pointer";
export { renderNginx } from "./render";
export { readUpstreamState } from "./read-upstream";
export type { ReadUpstream } from "./read-upstream";
export { renderUpstream } from "./upstream";
export type { Aliases, UpstreamState } from "./upstream";
