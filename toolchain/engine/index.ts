export { connect } from "./connect";
export { defaultAddress, parseEndpoint } from "./endpoint";
export type { Endpoint, SshEndpoint, TcpEndpoint, TlsMaterial, UnixEndpoint } from "./endpoint";
export { EngineUnavailable, connectionFailure, reasonOf, statusOf } from "./failure";
export { chooseVersion, openEngine, ping } from "./open";
export type { EngineVersion, OpenEngine } from "./open";
export { waitForEnd } from "./wait";
export type { WaitOptions } from "./wait";
