import type { Children } from "./process/children";

/** What every call of the language host shares. */
export interface Host {
  /** `host:port` of the engine's own service, for the log lines of programs; replaced by Handshake. */
  engineAddress: string;
  /** The processes that calls have started and that must not outlive the host. */
  readonly children: Children;
}
