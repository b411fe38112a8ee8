import assert from "node:assert/strict";
import { join } from "node:path";

import { purge } from "./support/engine";
import { assertRefused } from "./support/refusal";
import { type Ended, Workspace } from "./support/workspace";

const stack = "faults-input";
const ports = { http: 18280, https: 18243 };

describe("wrong input", function () {
  this.timeout(300_000);
  let workspace: Workspace;

  before(async () => {
    await purge(stack);
    workspace = new Workspace(stack, ports);
    await workspace.initialise();
  });

  after(async () => {
    await purge(stack);
    workspace.remove();
  });

  function configure(path: readonly string[], value: unknown): void {
    workspace.configure(path, value);
  }

  for (const command of ["up", "preview"] as const) {
    it(`is named all at once, with a line for each mistake, by pulumi ${command}`, async () => {
      configure(["palier:proxy", "httpsPort"], 70000);
      configure(["palier:applications", "copies", "imgae"], "palier/example-django:1.0.0");
      configure(["palier:applications", "copies", "processes", "web", "count"], "two");
      configure(["palier:applications", "copies", "limits", "memory"], "512 megs");
      await assertRefused(workspace, () => run(command), [
        /^Pulumi\.faults-input\.yaml: palier:applications\.copies\.imgae: unknown key; did you mean "image"\?$/,
        /^Pulumi\.faults-input\.yaml: palier:applications\.copies\.limits: unknown key/,
        /^Pulumi\.faults-input\.yaml: palier:applications\.copies\.processes\.web\.count: expected a whole number from 1 to \d+, found "two"$/,
        /^Pulumi\.faults-input\.yaml: palier:proxy\.httpsPort: expected a port from 1 to 65535, found 70000$/,
      ]);
      configure(["palier:proxy", "httpsPort"], ports.https);
      configure(["palier:applications", "copies", "imgae"], undefined);
      configure(["palier:applications", "copies", "processes", "web", "count"], 2);
      configure(["palier:applications", "copies", "limits"], undefined);
    });
  }

  it("is refused when it is a secret in clear, which is not shown again", async () => {
    const secret = "correct-horse-battery-staple";
    const set = await workspace.pulumi(`config set palier:copies-email-password ${secret}`);
    assert.equal(set.code, 0, set.output);
    await assertRefused(
      workspace,
      () => workspace.update(),
      [
        /^Pulumi\.faults-input\.yaml: palier:copies-email-password: given in clear; run "\. \.\/env\.sh", then "pulumi config set --secret palier:copies-email-password --stack faults-input"/,
      ],
      [secret],
    );
    configure(["palier:copies-email-password"], undefined);
  });

  it("is refused when it is an image that nobody built here", async () => {
    const image = "palier/example-django:9.9.9";
    configure(["palier:applications", "copies", "image"], image);
    await assertRefused(workspace, () => workspace.update(), [
      /copies\.image: "palier\/example-django:9\.9\.9" was not built on this machine; run make/,
    ]);
    configure(["palier:applications", "copies", "image"], "palier/example-django:1.0.0");
  });

  it("is refused when it is the name of a stack that does not exist", async () => {
    const mistyped = { PALIER_STACK: "fautls" };
    await assertRefused(workspace, () => workspace.script("up", mistyped), [
      /there is no stack "fautls": Pulumi\.fautls\.yaml is missing; known stacks: .*\bfaults-input\b/,
    ]);
  });

  it("is refused without a question when it is the wrong passphrase, which is not shown", async () => {
    const passphrase = "not-the-passphrase";
    const before = workspace.stackFile();
    for (const command of ["up", "preview"] as const) {
      await assertRefused(
        workspace,
        () => run(command, { PULUMI_CONFIG_PASSPHRASE: passphrase }),
        [/incorrect passphrase$/],
        [passphrase],
      );
    }
    assert.equal(workspace.stackFile(), before);
  });

  it("is refused without a question when the passphrase is missing", async () => {
    const before = workspace.stackFile();
    const file = join(workspace.folder, "no-such-file");
    await assertRefused(
      workspace,
      () => workspace.update("", { PULUMI_CONFIG_PASSPHRASE_FILE: file }),
      [/unable to read PULUMI_CONFIG_PASSPHRASE_FILE: open .*no-such-file: no such file/],
    );
    assert.equal(workspace.stackFile(), before);
  });

  it("leaves nothing that would stand in the way of the right one", async () => {
    const { code, output } = await run("preview");
    assert.equal(code, 0, output);
    assert.match(output, /Resources:\n\s+\+ \d+ to create\n/);
  });

  function run(command: "up" | "preview", env: NodeJS.ProcessEnv = {}): Promise<Ended> {
    return command === "up"
      ? workspace.update("", env)
      : workspace.pulumi("preview --non-interactive", env);
  }
});
