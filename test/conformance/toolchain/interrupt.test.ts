import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import path from "node:path";

import { processesNaming, until } from "../../support/processes";
import { finished, Project } from "./support/project";

// The program never ends by itself: only a stop that reaches it ends it.
const endless = `
import { writeFileSync } from "node:fs";
writeFileSync("running", String(process.pid));
setInterval(() => undefined, 1000);
export = new Promise(() => undefined);
`;

describe("stopping a run", function () {
  this.timeout(120_000);
  let project: Project;

  beforeEach(async () => {
    project = await Project.withStack({ "index.ts": endless });
  });
  afterEach(() => {
    for (const id of processesNaming(project.folder).keys()) process.kill(id, "SIGKILL");
    project.remove();
  });

  async function startEndless() {
    const child = project.start(["up", "--yes", "--skip-preview"]);
    const end = finished(child);
    await until("the program to run", () => existsSync(path.join(project.folder, "running")));
    assert.ok(child.pid !== undefined);
    return { group: child.pid, end };
  }

  it("Ctrl-C ends the run, frees the lock and leaves no process", async () => {
    const { group, end } = await startEndless();
    assert.equal(project.locks().length, 1);
    process.kill(-group, "SIGINT");
    const result = await end;
    assert.notEqual(result.code, 0, result.all);
    assert.match(result.all, /cancel/);
    assert.deepEqual(project.locks(), []);
    await until("the last process to end", () => processesNaming(project.folder).size === 0);
  });

  it("a CLI that is killed takes the host and the program with it", async () => {
    const { group, end } = await startEndless();
    process.kill(group, "SIGKILL");
    await until("the last process to end", () => processesNaming(project.folder).size === 0);
    await end;
  });

  it("a host that is asked to end takes the program with it", async () => {
    const { end } = await startEndless();
    const isHost = (command: string) => command.includes("language-host/main.ts");
    const host = [...processesNaming(project.folder)].find(([, command]) => isHost(command));
    assert.ok(host !== undefined);
    process.kill(host[0], "SIGTERM");
    assert.notEqual((await end).code, 0);
    await until("the last process to end", () => processesNaming(project.folder).size === 0);
  });
});
