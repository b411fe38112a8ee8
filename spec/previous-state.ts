/** What earlier updates of a stack left in its state, as far as the next one looks at it. */
export interface PreviousState {
  /** Physical names of containers, networks and volumes that the state knows. */
  readonly names: ReadonlySet<string>;
  /** URNs of all resources that the state knows. */
  readonly urns: ReadonlySet<string>;
  /** Tier of the last complete update; undefined before it. */
  readonly tier?: string | undefined;
  /** Logical names of what the last complete update guarded. */
  readonly guarded: readonly string[];
  /** Data volumes that the last complete update had. */
  readonly dataVolumes: readonly string[];
  /** Volumes that the last complete update filled. */
  readonly volumes: readonly string[];
  /** Last value of `ReleaseInput.repair`, by application, and of the proxy's operations under "proxy". */
  readonly repairs: Readonly<Record<string, string>>;
}
