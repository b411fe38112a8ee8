import type { Measurement } from "../shared/measurement";
import { type Pair, spread } from "../shared/pairs";
import { breakdown, stepTime } from "./breakdown";
import { ByHand, type SavedAndMigrated } from "./by-hand";
import { filledImage, migratedImage } from "./images";
import type { BenchSite, Happened } from "./site";

interface Round {
  /** By hand: restoring, then saving and migrating; milliseconds. */
  readonly restored: number;
  readonly byHand: SavedAndMigrated;
  readonly release: Happened;
  /** Milliseconds of the maintenance as a visitor saw it. */
  readonly closed: number;
  readonly rollback: Happened;
  readonly closedAgain: number;
}

/** A release with a migration of much data, and back to the data of before, each against the tools alone. */
export async function measureData(
  bench: BenchSite,
  rounds: number,
  say: (line: string) => void,
): Promise<Measurement[]> {
  const byHand = new ByHand(bench);
  try {
    bench.declare(await filledImage(), "2.0.0");
    await bench.release();
    await byHand.saveLive();
    const migrated = await migratedImage();
    const results: Round[] = [];
    while (results.length < rounds) {
      await byHand.settle();
      const restored = await byHand.restore();
      await byHand.settle();
      const saved = await byHand.saveAndMigrate(migrated.id);
      await byHand.clear();
      bench.declare(migrated, "2.1.0");
      const release = await bench.release();
      const closed = bench.visitor.closedFor(release.began);
      await byHand.settle();
      const rollback = await bench.rollback("restore-point", release.entry.restorePoint);
      const closedAgain = bench.visitor.closedFor(rollback.began);
      results.push({ restored, byHand: saved, release, closed, rollback, closedAgain });
      say(`data ${results.length} of ${rounds}: ${summary(results.at(-1))}`);
    }
    return [maintenance(results), rollbackWithData(results)];
  } finally {
    await byHand.remove();
  }
}

function maintenance(results: readonly Round[]): Measurement {
  const pairs = (measured: (round: Round) => number): Pair[] =>
    results.map((round) => ({
      measured: measured(round),
      reference: round.byHand.saved + round.byHand.migrated,
    }));
  return {
    title: "maintenance of a release with a migration ÷ backup and migration by hand",
    target: 1.15,
    unit: "s",
    pairs: pairs(({ closed }) => closed),
    method:
      "From the first maintenance page to the first answer of the application after it, as a visitor sees them. " +
      "The reference is `pg_dump` into a folder with two jobs beside `tar` of the files, then `manage.py migrate`, each in a container of the same image " +
      "with the same limits, on a copy of the database in the same server; see bench/release/by-hand/.",
    beside: [
      {
        what: "Only the two steps that save and migrate",
        pairs: pairs(
          ({ release }) => stepTime(release, "restore-point") + stepTime(release, "change-data"),
        ),
      },
      {
        what: "Maintenance as the journal says",
        pairs: pairs(({ release }) => release.entry.maintenanceMilliseconds),
      },
    ],
    remarks: [
      breakdown("Steps of the release", ended(results.map(({ release }) => release))),
      `By hand: ${seconds(results.map(({ byHand }) => byHand.saved))} for the backup, ${seconds(results.map(({ byHand }) => byHand.migrated))} for the migration.`,
    ],
  };
}

function rollbackWithData(results: readonly Round[]): Measurement {
  const pairs = (measured: (round: Round) => number): Pair[] =>
    results.map((round) => ({ measured: measured(round), reference: round.restored }));
  return {
    title: "data put back by a rollback ÷ `pg_restore` by hand",
    target: 1.3,
    unit: "s",
    pairs: pairs(({ rollback }) => stepTime(rollback, "change-data")),
    method:
      "The step of `scripts/rollback.sh` with METHOD=restore-point that puts the data back: checksums, the load beside the database in service, " +
      "the count of all rows, the exchange of both databases, and the files. The reference is `pg_restore --jobs=2` of the same data into an empty database of the same " +
      "server, without any check and without files.",
    beside: [
      {
        what: "The whole rollback, with the comparison that people confirm and a restore point of what is given up",
        pairs: pairs(({ rollback }) => rollback.ended - rollback.began),
      },
      {
        what: "Maintenance, as a visitor sees it",
        pairs: pairs(({ closedAgain }) => closedAgain),
      },
    ],
    remarks: [breakdown("Steps of the rollback", ended(results.map(({ rollback }) => rollback)))],
  };
}

function ended(all: readonly Happened[]): { happened: Happened; until: number }[] {
  return all.map((happened) => ({ happened, until: happened.ended }));
}

function seconds(values: readonly number[]): string {
  return `${(spread(values).median / 1000).toFixed(1)} s`;
}

function summary(round: Round | undefined): string {
  if (round === undefined) return "";
  const { restored, byHand, closed, closedAgain, release, rollback } = round;
  return JSON.stringify({
    restored,
    ...byHand,
    closed,
    closedAgain,
    release: release.ended - release.began,
    rollback: rollback.ended - rollback.began,
    data: stepTime(rollback, "change-data"),
  });
}
