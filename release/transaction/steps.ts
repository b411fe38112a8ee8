import { changeData } from "../steps/change-data";
import { checkReadiness } from "../steps/check-readiness";
import { maintenanceOn } from "../steps/maintenance-on";
import { open } from "../steps/open";
import { pauseWorkers } from "../steps/pause-workers";
import { replaceWorkers } from "../steps/replace-workers";
import { restorePoint } from "../steps/restore-point";
import { retireWeb } from "../steps/retire-web";
import { firstTasks, laterTasks } from "../steps/run-tasks";
import { smokeTest, smokeTestThroughProxy } from "../steps/smoke-test";
import { startWeb } from "../steps/start-web";
import { startWorkers } from "../steps/start-workers";
import { watch } from "../steps/watch";
import type { Step } from "./step";

/**
 * A release, in order. Undone in reverse: what stops the new comes before what starts the old, and
 * users are let in last.
 */
export const steps: readonly Step[] = [
  firstTasks,
  // Jobs wait in their queue, which takes no time from users.
  pauseWorkers,
  maintenanceOn,
  restorePoint,
  changeData,
  laterTasks,
  startWeb,
  checkReadiness,
  smokeTest,
  smokeTestThroughProxy,
  startWorkers,
  open,
  replaceWorkers,
  watch,
  retireWeb,
];

/** The step after which users are on the new release. */
export const openName = open.name;

/** The step after which jobs are done by the new release. */
export const workersName = replaceWorkers.name;

/** The step after which users see the maintenance page. */
export const closeName = maintenanceOn.name;
