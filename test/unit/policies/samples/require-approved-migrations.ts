import { componentTypes } from "../../../../policies/shared/components";
import { both, resource } from "../support/resources";
import { configured, type Samples } from "../support/samples";
import { unknownList, unknownText } from "../support/unknown";

const release = (inputs: object) => resource(componentTypes.release, inputs, "copies-release");
const env = (...envs: string[]) => both({ envs });
const command = (...words: string[]) => both({ command: words });
const unread = /variable \w+ lets migrations pass unread; leave it out of "[\w.]*envs?"/;
const migrates = /"(?:command|[\w.]*args)" migrates the database; leave that to the release/;
const quiet = ["server", "--quiet", "--quiet", "--quiet", "--quiet"];

export const samples: Samples = {
  levels: "- A M -",
  compliant: {
    "a process that serves": both({ command: quiet, entrypoints: quiet }),
    "a release that was read": release({ migrations: "approved" }),
    "a release without migrations": release({ migrations: "none" }),
    "a release where nobody has to read": configured(
      { consent: false },
      release({ migrations: "unattended" }),
    ),
    "guards that are on": env("SKIP_MIGRATION_CHECK=false", "DJANGO_AUTO_MIGRATE=0"),
    "switches that merely sound alike": env("MIGRATIONS=1", "SKIPPED=1", "MIGRATE_ON_STARTED=1"),
    "another order of Django's": command("python3", "manage.py", "collectstatic"),
    "another order of Laravel's": command("php", "artisan", "serve"),
    "another order of the tools": command("flask", "run"),
    "another script of Moodle's": command("php", "admin/cli/cron.php"),
    "another program with the same order": command(
      "tool",
      "migrate",
      "upgrade",
      "admin/cli/upgrade.php",
    ),
    "an order far behind": command("manage.py", "shell", "-c", "x", "migrate"),
    "another component": resource("palier:database:Database", {}),
  },
  violating: {
    "a release that nobody reads": [
      release({ migrations: "unattended" }),
      /^release "copies-release": applies migrations that nobody consented to; write production into palier:tier/,
    ],
    "a release that says nothing": [release({}), /nobody consented to/],
    "a guard that is skipped": [env("SKIP_MIGRATION_CHECK=1"), unread],
    "a guard that is bypassed": [env("APP_BYPASS_MIGRATION=true"), unread],
    "a guard that is ignored": [env("ignore_pending_migrations=yes"), unread],
    "a guard that is off": [env("DISABLE_MIGRATIONS_GUARD=on"), unread],
    "no guard": [env("NO_MIGRATIONS=TRUE"), unread],
    "a process that migrates by itself": [env("DJANGO_AUTO_MIGRATE=true"), unread],
    "a process that runs migrations by itself": [env("AUTOMIGRATION=1"), unread],
    "a process that runs them": [env("run_migrations=1"), unread],
    "a process that migrates at its start": [env("MIGRATE_ON_START=1"), unread],
    "a process that migrates at its startup": [env("MIGRATE_ON_STARTUP=1"), unread],
    "Django's order": [
      command("python3", "/app/manage.py", "--verbosity", "2", "migrate"),
      migrates,
    ],
    "Django's order in a shell": [
      both({ command: ["sh", "-c", "manage.py migrate; start"] }),
      migrates,
    ],
    "Django's order by its program": [command("django-admin", "migrate"), migrates],
    "Laravel's order": [command("php", "artisan", "migrate", "--force"), migrates],
    "Laravel's order to start anew": [command("php", "/app/artisan", "'migrate:fresh'"), migrates],
    "Alembic's order": [command("alembic", "upgrade", "head"), migrates],
    "the same with its folder": [command("/app/.venv/bin/alembic", "upgrade", "head"), migrates],
    "the order of Rails": [command("bin/rails", "db:migrate"), migrates],
    "the order of Symfony": [
      command("php", "bin/console", "doctrine:migrations:migrate"),
      migrates,
    ],
    "the order of Doctrine": [command("vendor/bin/doctrine", "migrations:migrate"), migrates],
    "Flask's order": [command("flask", "db", "upgrade"), migrates],
    "Rails' order": [command("rails", "db:migrate"), migrates],
    "Rake's order": [command("rake", "db:migrate"), migrates],
    "Doctrine's order": [command("doctrine", "migrate"), migrates],
    "Prisma's order": [command("prisma", "migrate", "deploy"), migrates],
    "Prisma's order with options between": [command("prisma", "--x", "y", "deploy"), migrates],
    "Moodle's order": [command("php8", "admin/cli/upgrade.php"), migrates],
    "Moodle's order with its path": [
      command("php", "/var/www/html/admin/cli/upgrade.php"),
      migrates,
    ],
    "an order in the entry point": [
      both({ entrypoints: ["sh", "-c", "(manage.py migrate) && exec start"] }),
      /"(?:entrypoints|[\w.]*commands)" migrates the database/,
    ],
  },
  besideUnknown: {
    "an order": both({
      envs: [unknownText],
      entrypoints: unknownList,
      command: [unknownText, "manage.py", "migrate"],
    }),
  },
  postponed: {
    "an unknown order": command("manage.py", unknownText),
    "an unknown answer": release({ migrations: unknownText }),
  },
};
