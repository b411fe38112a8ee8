export { about, effects, reference } from "./about";
export type { About, Effect } from "./about";
export { expectations } from "./leaf";
export { parseStackConfig } from "./parse";
export { namespace } from "./path";
export { rawValue } from "./raw";
export type { RawConfiguration, RawValue } from "./raw";
export { core, nameRules } from "./shape";
export { stack } from "./stack";
