import { docker } from "../../test/e2e/support/engine";
import { deriveImage, removeImages } from "../../test/support/derived-image";

const base = "palier/example-django:1.0.0";

/**
 * Size of the data: with all texts one gigabyte, which takes three quarters of a minute to save and migrate by
 * hand on two cores. More data would hide what a release adds: about six seconds, whatever the size.
 */
const rows = { answers: 900_000, events: 800_000, corrections: 900_000 };
const uploads = { count: 400, kibibytes: 256 };

/** The scheduler leaves a row at each of its runs, which would make one round differ from the next. */
const environment = { BEAT_INTERVAL_SECONDS: "86400", GRADING_SECONDS: "1" };

/** Text that compresses about as prose does: two to three times. */
function prose(pieces: number): string {
  const words = ["la réponse", "de l''élève", "donne", "le résultat", "parce que"];
  return Array.from(
    { length: pieces },
    (_, piece) => `md5((n * 31 + ${piece})::text) || ' ${words[piece % words.length] ?? ""} '`,
  ).join(" || ");
}

const columns = {
  answers: `id bigint PRIMARY KEY, copy bigint NOT NULL, question int NOT NULL, content text NOT NULL, points numeric(4, 1), written_at timestamptz NOT NULL`,
  events: `id bigint PRIMARY KEY, pupil int NOT NULL, what text NOT NULL, happened_at timestamptz NOT NULL`,
  corrections: `id bigint PRIMARY KEY, answer bigint NOT NULL, remark text NOT NULL, made_at timestamptz NOT NULL`,
};

const content = {
  answers: `n, n / 20, n % 20, ${prose(14)}, (n % 41) / 2.0, timestamptz '2026-01-01' + n * interval '1 second'`,
  events: `n, n % 1200, ${prose(1)}, timestamptz '2026-01-01' + n * interval '3 seconds'`,
  corrections: `n, n * 4, ${prose(4)}, timestamptz '2026-02-01' + n * interval '5 seconds'`,
};

type Table = keyof typeof rows;
const tables = Object.keys(rows) as Table[];

const create = tables.map(
  (table) =>
    // Nothing is to tidy up while something is measured.
    `CREATE TABLE bench_${table} (${columns[table]}) WITH (autovacuum_enabled = false); ` +
    `INSERT INTO bench_${table} SELECT ${content[table]} FROM generate_series(1, ${rows[table]}) AS n`,
);

const indexes = ["CREATE INDEX bench_answers_copy ON bench_answers (copy, question)"];

/** What a release of the next year does: a column, its values for all rows, and an index to find them. */
const change = [
  "ALTER TABLE bench_corrections ADD COLUMN weight int",
  "UPDATE bench_corrections SET weight = answer % 7",
  "CREATE INDEX bench_corrections_weight ON bench_corrections (weight, made_at)",
  "ALTER TABLE bench_answers ADD COLUMN weight int",
  "UPDATE bench_answers SET weight = question % 7",
  "CREATE INDEX bench_answers_weight ON bench_answers (weight, written_at)",
];

const unchange = [
  "ALTER TABLE bench_corrections DROP COLUMN weight",
  "ALTER TABLE bench_answers DROP COLUMN weight",
];

const repository = "palier-bench-release";
const built = new Set<string>();

/** An image of the benchmark. */
export interface BenchImage {
  readonly tag: string;
  readonly id: string;
}

/** Builds the image of a release that differs from the others in its code alone. */
export function codeImage(version: string): Promise<BenchImage> {
  return build(`code-${version}`, { "/app/bench-version": `${version}\n` });
}

/** Builds the image whose migration fills the database and the volume with the files. */
export function filledImage(): Promise<BenchImage> {
  return build("filled", fill);
}

/** Builds the image that has one more migration. */
export function migratedImage(): Promise<BenchImage> {
  return build("migrated", { ...fill, ...migrate });
}

/** Removes all images that were built. */
export async function removeBuiltImages(): Promise<void> {
  await removeImages(docker, [...built]);
}

async function build(name: string, files: Readonly<Record<string, string>>): Promise<BenchImage> {
  const tag = `${repository}:${name}`;
  const id = await deriveImage(docker, tag, base, files, { environment });
  built.add(tag);
  return { tag, id };
}

const writeFiles = [
  "def write_files(apps, schema_editor):",
  '    folder = Path(settings.MEDIA_ROOT) / "bench"',
  "    folder.mkdir(exist_ok=True)",
  `    for number in range(${uploads.count}):`,
  `        (folder / f"{number}.pdf").write_bytes(os.urandom(${uploads.kibibytes} * 1024))`,
];

function migration(
  name: string,
  after: string,
  sql: readonly string[],
  { unsql, code = [] }: { readonly unsql: readonly string[]; readonly code?: readonly string[] },
): Record<string, string> {
  const operations = [
    `migrations.RunSQL(${JSON.stringify(sql.join("; "))}, ${JSON.stringify(unsql.join("; "))})`,
    ...(code.length > 0 ? ["migrations.RunPython(write_files, migrations.RunPython.noop)"] : []),
  ];
  const text = [
    "import os",
    "from pathlib import Path",
    "from django.conf import settings",
    "from django.db import migrations",
    ...code,
    "class Migration(migrations.Migration):",
    `    dependencies = [("exams", "${after}")]`,
    `    operations = [${operations.join(", ")}]`,
    "",
  ];
  return { [`/app/exams/migrations/${name}.py`]: text.join("\n") };
}

const fill = migration("0005_bench_data", "0004_copy_grading_runs", [...create, ...indexes], {
  unsql: tables.map((table) => `DROP TABLE bench_${table}`),
  code: writeFiles,
});

const migrate = migration("0006_bench_weight", "0005_bench_data", change, { unsql: unchange });
