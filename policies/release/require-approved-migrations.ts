import { posix } from "node:path";

import { componentTypes } from "../shared/components";
import { resourcePolicy } from "../shared/policy";
import { workloadTypes } from "../shared/types";
import { each, judgeAll } from "../shared/unknown";
import { wordsOf } from "../shared/words";
import { type Workload, workloadOf } from "../shared/workload";

/** Parameters of the policy. */
interface Config {
  /** Whether a person has to consent to every plan; where false, migrations only have to go through the release. */
  readonly consent: boolean;
}

/** What `components/release` says of a release. */
interface ReleaseInputs {
  readonly migrations?: string;
}

type Report = (problem: string) => void;

/** Switches that turn a guard off, and those with which an application migrates by itself. */
const bypasses = [
  /(?:^|_)(?:SKIP|BYPASS|IGNORE|DISABLE|NO)_(?:\w+_)?MIGRATIONS?(?:_|$)/i,
  /(?:^|_)(?:AUTO_?MIGRATE|AUTO_?MIGRATIONS?|RUN_MIGRATIONS?|MIGRATE_ON_START(?:UP)?)$/i,
];

/** Orders that change a database's schema, by the words that follow each other. */
const orders: readonly (readonly [program: RegExp, order: RegExp])[] = [
  [/^(?:manage\.py|django-admin)$/, /^migrate$/],
  [/^artisan$/, /^migrate(?::\w+)?$/],
  [/^(?:alembic|flask|rails|rake|doctrine|prisma)$/, /^(?:upgrade|db:migrate|migrate|deploy)$/],
  [/^(?:console|doctrine)$/, /^(?:doctrine:)?migrations:migrate$/],
  [/^php\d*$/, /(?:^|\/)admin\/cli\/upgrade\.php$/],
];

/** A migration changes what cannot be taken back; somebody has to have read it. */
export const requireApprovedMigrations = resourcePolicy<object, Config>(
  {
    name: "require-approved-migrations",
    description:
      "Migrations run in a release that a person consented to, never when a process starts.",
    severity: "critical",
    anchor: "Palier, migrations wait for a person (docs/how-to/write-a-migration.md)",
    remediation:
      "Leave migrating to the release, which asks for the approval in releases/<application>; remove the switch or the command.",
    configSchema: {
      properties: {
        consent: {
          type: "boolean",
          default: true,
          description: "Whether a person has to consent to every plan.",
        },
      },
    },
  },
  [...workloadTypes, componentTypes.release],
  ({ type, inputs, config, report }) => {
    const workload = workloadOf(type, inputs);
    if (workload !== undefined) {
      judgeWorkload(workload, report);
      return;
    }
    const { migrations }: ReleaseInputs = inputs;
    if (config.consent && migrations !== "approved" && migrations !== "none") {
      report(
        "applies migrations that nobody consented to; write production into palier:tier, where each plan waits for an approval in releases/",
      );
    }
  },
);

function judgeWorkload(workload: Workload, report: Report): void {
  const { command, entrypoint, environment } = workload.spelling;
  judgeAll([
    () => {
      workload.eachVariable((variable) => {
        if (!bypasses.some((form) => form.test(variable.name))) return;
        if (/^(?:1|true|yes|on)$/i.test(variable.value)) {
          report(
            `variable ${variable.name} lets migrations pass unread; leave it out of ${environment}`,
          );
        }
      });
    },
    () => {
      judgeWords(entrypoint, workload.entrypoint, report);
    },
    () => {
      judgeWords(command, workload.command, report);
    },
  ]);
}

function judgeWords(where: string, list: readonly string[] | undefined, report: Report): void {
  const words = wordsOf(list).map((word) => word.replace(/^["'(]+|["');&|]+$/g, ""));
  const migrates = words.some((word, at) =>
    orders.some(
      ([program, order]) =>
        program.test(posix.basename(word)) &&
        words.slice(at + 1, at + 4).some((next) => order.test(next)),
    ),
  );
  if (migrates) report(`${where} migrates the database; leave that to the release`);
  // What is not known yet is judged by the update.
  each(list, () => undefined);
}
