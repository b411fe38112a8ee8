import { readFileSync } from "node:fs";
import { join } from "node:path";

import { deriveImage, removeImages } from "../../support/derived-image";
import { docker } from "./engine";

const root = join(__dirname, "..", "..", "..");
const example = "palier/example-django:1.0.0";
/** Of this process alone: another one may remove its own meanwhile. */
const repository = `palier-test-release-${process.pid}`;

/** How an image differs from the example: files by path, and variables. */
export interface Variant {
  readonly files: Readonly<Record<string, string>>;
  readonly environment?: Readonly<Record<string, string>>;
}

/**
 * Settings that let data be compared before and after: the scheduler, which leaves a row at each of
 * its runs, is as good as silent. The web server loads the application once instead of once for each of its
 * workers, because tests start it dozens of times.
 */
const common = {
  BEAT_INTERVAL_SECONDS: "86400",
  GRADING_SECONDS: "1",
  GUNICORN_CMD_ARGS: "--preload",
};

/** Addresses of every variant: its own name, and an answer that takes as long as is asked for. */
function addresses(name: string, more: readonly string[] = []): Record<string, string> {
  return {
    "/app/core/urls.py": [
      "import os",
      "import time",
      "from django.contrib import admin",
      "from django.http import HttpResponse",
      "from django.urls import include, path",
      "def slow(request, seconds):",
      "    time.sleep(seconds)",
      '    return HttpResponse("waited")',
      "urlpatterns = [",
      ...more.map((line) => `    ${line},`),
      `    path("edition/", lambda request: HttpResponse("edition ${name}")),`,
      '    path("slow/<int:seconds>/", slow),',
      '    path("admin/", admin.site.urls),',
      '    path("", include("exams.urls")),',
      "]",
      "",
    ].join("\n"),
  };
}

/** More in the web server's own configuration, which is read by the web processes alone. */
function webServer(...lines: string[]): Record<string, string> {
  const path = "gunicorn.conf.py";
  const original = readFileSync(join(root, "examples", "django", path), "utf8");
  return { [`/app/${path}`]: [original, ...lines, ""].join("\n") };
}

/** A migration file after the example's last one. */
function migration(
  name: string,
  after: string,
  operations: readonly string[],
  { atomic = true, code = [] }: { readonly atomic?: boolean; readonly code?: string[] } = {},
): Record<string, string> {
  const text = [
    "import time",
    "from pathlib import Path",
    "from django.conf import settings",
    "from django.db import migrations, models",
    ...code,
    "class Migration(migrations.Migration):",
    `    atomic = ${atomic ? "True" : "False"}`,
    `    dependencies = [("exams", "${after}")]`,
    "    operations = [",
    ...operations.map((operation) => `        ${operation},`),
    "    ]",
    "",
  ];
  return { [`/app/exams/migrations/${name}.py`]: text.join("\n") };
}

const last = "0004_copy_grading_runs";

const addField = (name: string): string =>
  `migrations.AddField("copy", "${name}", models.CharField(max_length=40, null=True))`;

const changeTitles = [
  "def change_titles(apps, schema_editor):",
  '    for copy in apps.get_model("exams", "Copy").objects.all():',
  '        copy.title = "Migrated " + copy.title[:90]',
  "        copy.save()",
];

/** What a program does that no database takes back: a file more, and one less. */
const changeFiles = [
  "def change_files(apps, schema_editor):",
  "    media = Path(settings.MEDIA_ROOT)",
  '    (media / "left-by-a-migration.txt").write_text("half done")',
  '    sorted(media.glob("copies/*/*/*.pdf"))[0].unlink()',
];

const failing = [
  "def fail(apps, schema_editor):",
  '    raise RuntimeError("the middle is broken")',
];

const reversible = {
  ...migration("0005_copy_remark", last, [
    addField("remark"),
    "migrations.RunSQL(\"UPDATE exams_copy SET remark = 'new'\", migrations.RunSQL.noop)",
  ]),
};

/** The second has no way back. */
const titles = {
  ...reversible,
  ...migration("0006_titles", "0005_copy_remark", ["migrations.RunPython(change_titles)"], {
    code: changeTitles,
  }),
};

const further = migration("0007_other", "0006_titles", [addField("other")]);

const slow = migration("0005_slow", last, [
  addField("remark"),
  'migrations.RunSQL("SELECT pg_sleep(12)", migrations.RunSQL.noop)',
]);

/** A login page with other content; may hold expressions of Python in braces. */
const wrongPage = (body: string): string =>
  `path("connexion/", lambda request: HttpResponse(f${JSON.stringify(body)}))`;

const welcome =
  "<!DOCTYPE html><html><head><title>Welcome to nginx!</title></head><body><h1>Welcome to nginx!</h1></body></html>";

/** A page that has everything that is asked for, and yet is the one of a program in debug mode. */
const debugPage =
  "<html><title>DisallowedHost at /</title><p>Version {os.environ['APP_VERSION']}</p><p>You’re seeing this error because you have <code>DEBUG = True</code> in your Django settings file.</p></html>";

/** Every image that the tests of releases deploy. */
export const variants = {
  plain: { files: {} },
  second: { files: {} },
  third: { files: {} },
  fourth: { files: {} },
  exits: { files: webServer('raise SystemExit("this web server is broken")') },
  "prints-environment": {
    files: webServer(
      "import os",
      "print(dict(os.environ), flush=True)",
      'raise SystemExit("told")',
    ),
  },
  "never-healthy": {
    files: {
      "/app/healthcheck.py": 'import sys\nsys.exit("this probe never passes")\n',
    },
  },
  // However slow everything is, it dies after the switch: nobody asks for this page before.
  dies: {
    files: {
      ...addresses("dies", [
        'path("edition/", lambda request: open("/dev/shm/asked", "w").close() or HttpResponse("edition dies"))',
      ]),
      ...webServer(
        "import os, threading, time",
        "def die():",
        '    while not os.path.exists("/dev/shm/asked"):',
        "        time.sleep(0.1)",
        "    time.sleep(20)",
        '    print("this web server gives up", flush=True)',
        "    os._exit(7)",
        "threading.Thread(target=die, daemon=True).start()",
      ),
    },
  },
  welcome: { files: addresses("welcome", [wrongPage(welcome)]) },
  debug: { files: addresses("debug", [wrongPage(debugPage)]) },
  "slow-start": {
    files: webServer("import time", "time.sleep(15)"),
  },
  migrating: { files: reversible },
  "migrating-on": { files: titles },
  "migrating-on-again": { files: titles },
  "migrating-further": { files: { ...titles, ...further } },
  "migrating-furthest": {
    files: {
      ...titles,
      ...further,
      ...migration("0008_more", "0007_other", [addField("more")]),
    },
  },
  "fails-at-start": {
    files: migration("0005_broken", last, [
      'migrations.RunSQL("SELECT 1 / 0", migrations.RunSQL.noop)',
      addField("remark"),
    ]),
  },
  "fails-in-middle": {
    files: migration(
      "0005_broken",
      last,
      [addField("remark"), "migrations.RunPython(fail)", addField("other")],
      { code: failing },
    ),
  },
  "fails-halfway": {
    files: migration(
      "0005_broken",
      last,
      [
        addField("remark"),
        "migrations.RunPython(change_titles)",
        "migrations.RunPython(change_files)",
        "migrations.RunPython(fail)",
        addField("other"),
      ],
      { atomic: false, code: [...changeTitles, ...changeFiles, ...failing] },
    ),
  },
  locked: { files: migration("0005_remark", last, [addField("remark")]) },
  "fails-afterwards": {
    files: {
      ...addresses("fails-afterwards", [wrongPage(welcome)]),
      ...migration(
        "0005_broken",
        last,
        [
          addField("remark"),
          "migrations.RunPython(change_titles)",
          "migrations.RunPython(change_files)",
        ],
        { code: [...changeTitles, ...changeFiles] },
      ),
    },
  },
  "migrates-slowly": { files: slow },
  "migrates-slowly-on": {
    files: {
      ...slow,
      ...migration("0006_titles", "0005_slow", ["migrations.RunPython(change_titles)"], {
        code: changeTitles,
      }),
    },
  },
} satisfies Record<string, Variant>;

export type VariantName = keyof typeof variants;

const built = new Map<VariantName, Promise<string>>();

/** Name by which a stack's file calls the image. */
export function tagOf(name: VariantName): string {
  return `${repository}:${name}`;
}

/**
 * Builds an image, once per run.
 * @returns Its ID.
 */
export function buildVariant(name: VariantName): Promise<string> {
  const known = built.get(name);
  if (known !== undefined) return known;
  const { files, environment = {} }: Variant = variants[name];
  const image = deriveImage(
    docker,
    tagOf(name),
    example,
    { ...addresses(name), ...files },
    {
      environment: { ...common, ...environment },
    },
  );
  built.set(name, image);
  return image;
}

/** Removes every image that was built. */
export async function removeVariants(): Promise<void> {
  const names = [...built.keys()].map(tagOf);
  built.clear();
  await removeImages(docker, names);
}
