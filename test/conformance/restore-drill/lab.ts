import assert from "node:assert/strict";

import type Docker from "dockerode";

import { type DrillResult, type DrillSubject, runDrill } from "../../../release/restore-drill";
import { logs, run } from "../database/server";
import { docker, RestoreLab } from "../restore-point/lab";

/** An application that serves, and drills of it. */
export class DrillLab extends RestoreLab {
  get project(): string {
    return this.deployment.project;
  }

  /** The lock of a release has no project in its name. */
  get stack(): string {
    return this.project;
  }

  /** Begins the names of everything that a drill makes. */
  get base(): string {
    return `${this.project}-${this.stack}-${this.application.name}-restore-drill`;
  }

  async subject(changed: Partial<DrillSubject> = {}): Promise<DrillSubject> {
    const { Image } = await docker.getContainer(this.database.container).inspect();
    return {
      application: this.application,
      restorePoint: this.spec,
      ...this.about,
      databaseImage: Image,
      onStage: () => undefined,
      ...changed,
    };
  }

  async drill(
    changed: Partial<DrillSubject> = {},
    signal = this.context.signal,
  ): Promise<DrillResult> {
    const context = { ...this.context, stack: this.stack, signal };
    return runDrill(context, this.project, await this.subject(changed));
  }

  /** Runs a command in a container of the drill and answers with its output. */
  async insideOf(container: Docker.Container, ...command: string[]): Promise<string> {
    const { exitCode, output } = await run(container, ...command);
    assert.equal(exitCode, 0, output);
    return output;
  }

  /** Runs a script in a volume, which is at /v. */
  async inVolume(name: string, script: string): Promise<void> {
    const container = await docker.createContainer({
      Image: this.spec.tools.image,
      User: "0:0",
      Entrypoint: ["bash", "-ec", script],
      WorkingDir: "/v",
      HostConfig: { Mounts: [{ Type: "volume", Source: name, Target: "/v" }] },
    });
    try {
      await container.start();
      const { StatusCode } = (await container.wait()) as { readonly StatusCode: number };
      assert.equal(StatusCode, 0, await logs(container));
    } finally {
      await container.remove({ force: true });
    }
  }

  /** Names of everything on the engine that is a drill's. */
  async left(): Promise<string[]> {
    const filters = { label: [`palier.project=${this.project}`, "palier.drill"] };
    const [containers, networks, { Volumes }] = await Promise.all([
      docker.listContainers({ all: true, filters }),
      docker.listNetworks({ filters }),
      docker.listVolumes({ filters }),
    ]);
    return [
      ...containers.flatMap(({ Names }) => Names.map((name) => name.slice(1))),
      ...networks.map(({ Name }) => Name),
      ...Volumes.map(({ Name }) => Name),
    ].sort();
  }

  /** Identity and age of every container, volume and network of the application. */
  async running(): Promise<unknown> {
    const { Id, State, RestartCount, Mounts } = await docker
      .getContainer(this.database.container)
      .inspect();
    return {
      Id,
      started: State.StartedAt,
      RestartCount,
      volumes: Mounts.map(({ Name }) => Name).sort(),
    };
  }
}
