import assert from "node:assert/strict";
import { readFileSync, symlinkSync } from "node:fs";
import path from "node:path";

import { policies } from "../../../policies/pack";
import { compiledProject, Project, type Result } from "../toolchain/support/project";
import { assertEmpty, assertRefused, levelsFor, makes, objecting } from "./bad-stacks/refusal";
import { readStackFile, stackFiles } from "./bad-stacks/stack-file";

const root = path.resolve(__dirname, "../../..");
const folder = path.join(__dirname, "bad-stacks");
const bad = stackFiles().filter((name) => !name.startsWith("compliant-"));
/** Policies that judge resources one by one, which the update asks as well as the preview. */
const judgedAlone = policies
  .filter((policy) => "validateResource" in policy)
  .map(({ name }) => name);
/** Packages of a base that `bad-stacks/stand-in` provides; those of others are the project's own plugins. */
const standIns: Readonly<Record<string, readonly string[]>> = { swarm: ["docker"], aws: ["aws"] };

/** What was said of a stack file. */
interface Outcome {
  /** By `pulumi up`, which begins with a preview. */
  readonly whole: Result;
  /** By an update without one, of nothing but what the file changes. Policies about whole stacks judge only its end. */
  readonly update: Result | undefined;
}

describe("bad stack files", function () {
  // More than a hundred commands: two minutes on a machine of two cores that does nothing else.
  this.timeout(1_200_000);
  const outcomes = new Map<string, Outcome>();
  /** Of all stacks, at the end. */
  let states: readonly string[] = [];

  before(async () => {
    states = await twoAtATime(stackFiles(), async (name, workshop) => {
      outcomes.set(name, await workshop.judged(name));
    });
  });

  it("are there for every policy of the pack, and for none besides", () => {
    assert.deepEqual(bad, policies.map(({ name }) => name).sort());
  });

  for (const name of stackFiles().filter((one) => !bad.includes(one))) {
    it(`start from what no policy objects to: ${name}`, () => {
      const { whole } = outcomeOf(name);
      assert.equal(whole.code, 0, whole.all);
      assert.doesNotMatch(whole.all, /\[(?:mandatory|advisory)\]/);
      assert.match(whole.all, /✅ palier@v\d/);
    });
  }

  for (const policy of bad) {
    it(`are refused by the preview of an update: ${policy}`, () => {
      const { refused } = readStackFile(policy);
      const { whole } = outcomeOf(policy);
      assertRefused(whole, policy, refused);
      assert.deepEqual(objecting(whole), [policy, ...(refused.also ?? [])].sort(), whole.all);
      assert.doesNotMatch(whole.all, /^Updating \(/m);
    });
  }

  for (const policy of judgedAlone) {
    it(`are refused by an update without a preview: ${policy}`, () => {
      const { update } = outcomeOf(policy);
      assert.ok(update);
      assertRefused(update, policy, readStackFile(policy).refused);
      assert.match(update.all, /^Updating \(/m);
      assert.doesNotMatch(update.all, makes);
    });
  }

  it("leave no resource behind", () => {
    assert.notDeepEqual(states, []);
    for (const state of states) assertEmpty(state);
  });

  function outcomeOf(name: string): Outcome {
    const outcome = outcomes.get(name);
    assert.ok(outcome, `${name} was not run`);
    return outcome;
  }
});

/** Projects of the program of the stack files, one for each base, with a stack `prod` each that stays empty. */
class Workshop {
  private readonly projects = new Map<string, Project>();

  async judged(name: string): Promise<Outcome> {
    const file = readStackFile(name);
    const project = await this.projectFor(file.base);
    project.write(
      "Pulumi.prod.yaml",
      readFileSync(path.join(folder, `Pulumi.${name}.yaml`), "utf8"),
    );
    const up = ["up", "--yes", "--stack", "prod", ...levelsFor(project, name, file)];
    const only = ["--skip-preview", "--config", "bad-stacks:onlyChanged=true"];
    const whole = await project.pulumi(...(bad.includes(name) ? up : ["preview", ...up.slice(2)]));
    const update = judgedAlone.includes(name) ? await project.pulumi(...up, ...only) : undefined;
    return { whole, update };
  }

  async states(): Promise<readonly string[]> {
    const states: string[] = [];
    for (const project of this.projects.values()) {
      states.push((await project.good("stack", "export", "--stack", "prod")).stdout);
    }
    return states;
  }

  remove(): void {
    for (const project of this.projects.values()) project.remove();
  }

  private async projectFor(base: string): Promise<Project> {
    const made = this.projects.get(base);
    if (made !== undefined) return made;
    const replaced = standIns[base] ?? [];
    const manifest = [
      compiledProject.replace("probe", "bad-stacks").replace("index.ts", "program.ts"),
      `plugins: ${JSON.stringify({ providers: replaced.map((name) => ({ name, path: "." })) })}`,
    ].join("\n");
    const variables = { PULUMI_OPTION_POLICY_PACK: path.join(root, "policies") };
    const project = new Project({ "Pulumi.yaml": manifest }, variables);
    this.projects.set(base, project);
    symlinkSync(path.join(folder, "program.ts"), path.join(project.folder, "program.ts"));
    for (const name of replaced) {
      const plugin = path.join(project.folder, `pulumi-resource-${name}`);
      symlinkSync(path.join(folder, "stand-in.cjs"), plugin);
    }
    await project.good("stack", "init", "prod");
    return project;
  }
}

/** Does something for each of many, two at any time, each of both with a workshop of its own; answers their states. */
async function twoAtATime<Item>(
  items: readonly Item[],
  work: (item: Item, workshop: Workshop) => Promise<void>,
): Promise<readonly string[]> {
  const left = [...items];
  const worker = async (): Promise<readonly string[]> => {
    const workshop = new Workshop();
    try {
      for (let next = left.shift(); next !== undefined; next = left.shift())
        await work(next, workshop);
      return await workshop.states();
    } finally {
      workshop.remove();
    }
  };
  return (await Promise.all([worker(), worker()])).flat();
}
