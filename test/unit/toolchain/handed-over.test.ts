import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";

import { preload } from "../../../toolchain/language-host/program/sdk";
import { awaitingVariables, handOver } from "../../../toolchain/language-host/process/handed-over";

/** What a process of node says when it is given more variables than it was started with. */
async function answer(program: string, variables: NodeJS.ProcessEnv): Promise<unknown> {
  const child = spawn(process.execPath, [...preload, "-e", program], {
    env: awaitingVariables({ PATH: process.env.PATH, GIVEN: "at the start" }),
    stdio: ["pipe", "pipe", "inherit"],
  });
  handOver(child, variables);
  return JSON.parse(await text(child.stdout));
}

const tell = (expression: string): string => `console.log(JSON.stringify(${expression}))`;

describe("variables that are handed over to a process of node", () => {
  const variables = { SECRET: 'a "quoted" line\nand é'.repeat(20_000) };

  it("are part of its environment, beside those that it was started with", async () => {
    const names = JSON.stringify(["GIVEN", "SECRET", "PALIER_VARIABLES"]);
    assert.deepEqual(
      await answer(tell(`${names}.map((name) => process.env[name] ?? null)`), variables),
      ["at the start", variables.SECRET, null],
    );
  });

  it("leave its standard input at the end", async () => {
    assert.equal(await answer(tell('require("fs").readFileSync(0, "utf8")'), variables), "");
  });

  it("do not show in the list of processes, where the others do", async function () {
    if (process.platform !== "linux") this.skip();
    const shown = 'require("fs").readFileSync("/proc/self/environ", "utf8")';
    const asked = `[${shown}.includes("GIVEN=at the start"), ${shown}.includes("SECRET"), ${shown}.includes("quoted")]`;
    assert.deepEqual(await answer(tell(asked), variables), [true, false, false]);
  });

  it("are not inherited by what it starts itself", async () => {
    const inner = 'console.log(process.env.GIVEN + " " + process.env.SECRET)';
    const started = `require("child_process").execFileSync(process.execPath, ["-e", ${JSON.stringify(inner)}], { encoding: "utf8" })`;
    assert.equal(await answer(tell(started), variables), "at the start undefined\n");
    assert.equal(
      await answer(tell('Object.keys({ ...process.env }).includes("SECRET")'), variables),
      false,
    );
  });

  it("do not matter to one that ends before it has read them", async () => {
    const child = spawn(process.execPath, ["-e", "0"], { stdio: ["pipe", "ignore", "ignore"] });
    const ended = new Promise((resolve) => child.once("close", resolve));
    handOver(child, { SECRET: "x".repeat(10_000_000) });
    assert.equal(await ended, 0);
  });
});
