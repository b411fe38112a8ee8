import type Dockerode from "dockerode";

/** What every part of a release needs to know of where it works. */
export interface ApplicationContext {
  readonly docker: Dockerode;
  readonly stack: string;
  readonly application: string;
  /** Fires when the deployment is interrupted; what was under way throws its reason. */
  readonly signal: AbortSignal;
}
