import { readFileSync } from "node:fs";
import { join } from "node:path";
import { performance } from "node:perf_hooks";

import { runOneOff } from "../../release/engine/one-off";
import type { OneOffContainer } from "../../spec/container";
import type { LifecycleSpec } from "../../spec/lifecycle";
import { docker } from "../../test/e2e/support/engine";
import type { BenchSite } from "./site";

/** Database beside the one in service, with the same content. */
const database = "bench_by_hand";
const volume = "palier-bench-by-hand";
const folder = "/by-hand";

/** Milliseconds that saving and migrating took. */
export interface SavedAndMigrated {
  readonly saved: number;
  readonly migrated: number;
}

/**
 * What a person does who saves, migrates and restores with the tools alone, in containers of the same
 * images with the same limits, on a database of the same content in the same server.
 */
export class ByHand {
  constructor(private readonly bench: BenchSite) {}

  /** Saves the database in service, so that there is something to restore. */
  async saveLive(): Promise<void> {
    await this.save("copies");
  }

  /** Milliseconds of a restore of what was saved, into an empty database. */
  async restore(): Promise<number> {
    await this.sql(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
    await this.sql(`CREATE DATABASE ${database} OWNER copies TEMPLATE template0`);
    const { tools } = await this.lifecycle();
    return this.run(tools, ["common", "restore"], {
      DATABASE: database,
      SOURCE: `${folder}/saved`,
    });
  }

  /**
   * Saves and migrates the database that was restored.
   * @param image ID of the image that has the migration.
   */
  async saveAndMigrate(image: string): Promise<SavedAndMigrated> {
    const saved = await this.save(database);
    const apply = { ...(await this.lifecycle()).apply, image };
    return { saved, migrated: await this.run(apply, ["migrate"], { DATABASE: database }) };
  }

  /** Removes the database, so that the next measurement finds the server as before. */
  async clear(): Promise<void> {
    await this.sql(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
    await this.settle();
  }

  /** Lets the server write what it still holds: neither side is to pay for what was before. */
  settle(): Promise<void> {
    return this.sql("CHECKPOINT");
  }

  /** Removes the volume. */
  async remove(): Promise<void> {
    await docker
      .getVolume(volume)
      .remove()
      .catch(() => undefined);
  }

  private async save(name: string): Promise<number> {
    const { tools } = await this.lifecycle();
    return this.run(tools, ["common", "backup"], {
      DATABASE: name,
      TARGET: `${folder}/saved`,
      FILES: "/data/media",
    });
  }

  private async run(
    container: OneOffContainer,
    scripts: readonly string[],
    environment: Readonly<Record<string, string>>,
  ): Promise<number> {
    const command = scripts.map(script).join("\n");
    const added = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
    const began = performance.now();
    const result = await runOneOff(
      docker,
      "palier-bench-by-hand",
      {
        ...container,
        command: ["/bin/bash", "-c", command, "by-hand"],
        environment: [...container.environment, ...added],
      },
      { timeoutSeconds: 600, signal: new AbortController().signal },
    );
    const took = performance.now() - began;
    if (result.exitCode !== 0) throw new Error(`${scripts.join()} by hand:\n${result.output}`);
    return took;
  }

  private async lifecycle(): Promise<{
    readonly tools: OneOffContainer;
    readonly apply: OneOffContainer;
  }> {
    const { migrations, restorePoint }: LifecycleSpec = (await this.bench.site.spec()).lifecycle;
    const connection = restorePoint?.database?.connection;
    if (migrations === undefined || connection === undefined || restorePoint === undefined) {
      throw new Error("the application has no database");
    }
    const address = [
      `DATABASE_HOST=${connection.host}`,
      `DATABASE_PORT=${connection.port}`,
      `DATABASE_USER=${connection.user}`,
      `DATABASE_PASSWORD_FILE=${restorePoint.database?.passwordFile ?? ""}`,
    ];
    const { tools } = restorePoint;
    const own = { type: "volume", source: volume, target: folder, readOnly: false } as const;
    return {
      tools: {
        ...tools,
        environment: [...tools.environment, ...address],
        mounts: [...tools.mounts, own],
      },
      apply: migrations.apply.container,
    };
  }

  private sql(statement: string): Promise<void> {
    return this.bench.sql("postgres", statement);
  }
}

function script(name: string): string {
  return readFileSync(join(__dirname, "by-hand", `${name}.sh`), "utf8");
}
