import type Dockerode from "dockerode";

import type { ReleaseInput } from "../../spec/operations";

/** What the steps of a release share. */
export interface ReleaseContext {
  readonly input: ReleaseInput;
  readonly docker: Dockerode;
  /** Fires when the deployment is interrupted: the step in hand ends and everything is undone. */
  readonly signal: AbortSignal;
}

/** Takes back what a step did. */
export type Undo = () => Promise<void>;

/** One step of a release. */
export interface ReleaseStep {
  /** What it does, for the progress lines: "starting the web processes". */
  readonly title: string;
  /** Does it, announcing each thing that it changed so that it can be taken back in reverse order. */
  run(context: ReleaseContext, undo: (undo: Undo) => void): Promise<void>;
}
