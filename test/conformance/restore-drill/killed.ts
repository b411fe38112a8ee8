/** A drill in a process of its own, to be killed. Reads what it works on from the file that is named. */
import { readFileSync } from "node:fs";

import Docker from "dockerode";

import { type DrillSubject, runDrill } from "../../../release/restore-drill";

interface Input {
  readonly stack: string;
  readonly project: string;
  readonly subject: Omit<DrillSubject, "onStage">;
}

const { stack, project, subject } = JSON.parse(
  readFileSync(process.argv[2] ?? "", "utf8"),
) as Input;
const { signal } = new AbortController();
const context = { docker: new Docker(), stack, application: subject.application.name, signal };
const onStage = (stage: string): void => {
  process.stdout.write(`${stage}\n`);
};

void runDrill(context, project, { ...subject, onStage });
