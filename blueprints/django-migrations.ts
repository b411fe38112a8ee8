import { readFileSync } from "node:fs";
import { join } from "node:path";

import type { MigrationNeed } from "./types";

/** How a Django application is asked for its migrations; the scripts run in its own image. */
export const djangoMigrations: MigrationNeed = {
  plan: { name: "plan-migrations", command: program("plan"), timeoutSeconds: 120 },
  // Long enough to copy a large table in batches; each statement has a limit of its own.
  apply: { name: "migrate", command: program("migrate"), timeoutSeconds: 3600 },
  revert: { name: "revert-migrations", command: program("revert"), timeoutSeconds: 3600 },
  // Whoever waits for a lock makes everything behind it wait as well.
  lockSeconds: 10,
  statementSeconds: 600,
};

/** `-c` instead of a file, because the image belongs to the application. */
function program(name: string): readonly string[] {
  const [common, own] = ["common", name].map((part) =>
    readFileSync(join(__dirname, "scripts", `django-${part}.py`), "utf8"),
  );
  return ["python3", "-c", `${common ?? ""}\n\n${own ?? ""}`];
}
