import type Dockerode from "dockerode";

import { lastLines } from "../engine/logs";
import { OperationFailure, statusOf } from "../failure";

const evidenceLines = 15;
const shownOutput = 200;

/** A container of a new release while it is watched. */
export class WatchedContainer {
  private restarts: number | undefined;
  private name = "";

  /** @param addresses Gets the addresses that the container has had. */
  constructor(
    readonly container: Dockerode.Container,
    private readonly addresses: Set<string>,
  ) {}

  /**
   * Looks at the container.
   * @throws OperationFailure with its last log lines when it ended, was restarted or is unhealthy.
   */
  async check(): Promise<void> {
    const info = await this.inspect();
    if (info === undefined) throw new OperationFailure(`Container ${this.name} was removed`);
    this.name = info.Name.slice(1);
    this.restarts ??= info.RestartCount;
    for (const { IPAddress } of Object.values(info.NetworkSettings.Networks)) {
      if (IPAddress !== "") this.addresses.add(IPAddress);
    }
    const problem = problemOf(info, this.restarts);
    if (problem === undefined) return;
    throw await this.failure(problem);
  }

  /** A failure of this container with its last log lines. */
  async failure(problem: string, evidence?: readonly string[]): Promise<OperationFailure> {
    return new OperationFailure(
      `Container ${this.name} ${problem}`,
      evidence ?? (await lastLines(this.container, evidenceLines)),
    );
  }

  private async inspect(): Promise<Dockerode.ContainerInspectInfo | undefined> {
    try {
      return await this.container.inspect();
    } catch (error) {
      if (statusOf(error) === 404) return undefined;
      throw error;
    }
  }
}

function problemOf(
  { State, RestartCount }: Dockerode.ContainerInspectInfo,
  restarts: number,
): string | undefined {
  const memory = State.OOMKilled ? " because it ran out of memory" : "";
  if (!State.Running) return `ended with exit code ${State.ExitCode}${memory}`;
  if (State.Restarting || RestartCount > restarts) return `ended${memory} and was restarted`;
  if (State.Health?.Status !== "unhealthy") return undefined;
  const probe = State.Health.Log.at(-1);
  return `became unhealthy: its last probe answered ${probe?.ExitCode ?? "nothing"}: ${probe?.Output.trim().slice(0, shownOutput) ?? ""}`;
}
