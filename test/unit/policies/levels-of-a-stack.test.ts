import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";

import * as grpc from "@grpc/grpc-js";
import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import type { AnalyzerInfo } from "@pulumi/pulumi/proto/analyzer_pb";
import analyzer from "@pulumi/pulumi/proto/analyzer_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";

import { readTable, type Table } from "../../../policies/levels";

const root = path.resolve(__dirname, "../../..");
const starter = path.join(root, "node_modules/@pulumi/pulumi/cmd/run-policy-pack");
const { ADVISORY, DISABLED, MANDATORY } = analyzer.EnforcementLevel;
const wordOf = new Map<number, string>([
  [ADVISORY, "advisory"],
  [DISABLED, "disabled"],
  [MANDATORY, "mandatory"],
]);

/** What a stack says of itself, and the table that it gets. */
const stacks: readonly (readonly [
  what: string,
  config: Record<string, string> | undefined,
  Table,
])[] = [
  ["of the tier development", { "palier:tier": "development" }, "development"],
  ["of the tier preproduction", { "palier:tier": "preproduction" }, "preproduction"],
  [
    "that stands by",
    { "palier:tier": "production", "palier:role": "standby", "palier:images": '{"a":"b"}' },
    "recovery",
  ],
  ["that does not say what it is", { "other:tier": "development" }, "production"],
  ["that nobody named", undefined, "production"],
];

describe("the policy pack gives itself the levels of a stack", function () {
  this.timeout(30_000);

  for (const [what, config, table] of stacks) {
    it(what, async () => {
      const expected = Object.entries(readTable(table)).map(([policy, { level }]) => [
        policy,
        level,
      ]);
      assert.deepEqual(await levelsFor(config), Object.fromEntries(expected));
    });
  }
});

/** Starts the pack as a language host does that knows the stack, and asks it for its initial configuration. */
async function levelsFor(
  config: Record<string, string> | undefined,
): Promise<Record<string, string | undefined>> {
  const child = spawn(process.execPath, [starter, "127.0.0.1:1", "./"], {
    cwd: path.join(root, "policies"),
    env: {
      ...process.env,
      PULUMI_NODEJS_TYPESCRIPT: "false",
      PULUMI_CONFIG: config === undefined ? undefined : JSON.stringify(config),
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    const [port] = (await once(child.stdout, "data")) as [Buffer];
    const info = await ask(port.toString().trim());
    const levels: Record<string, string | undefined> = {};
    info.getInitialconfigMap().forEach((setting, policy) => {
      levels[policy] = wordOf.get(setting.getEnforcementlevel());
    });
    return levels;
  } finally {
    child.kill();
  }
}

function ask(port: string): Promise<AnalyzerInfo> {
  const client = new AnalyzerClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
  return new Promise<AnalyzerInfo>((resolve, reject) => {
    client.getAnalyzerInfo(new Empty(), (error, info) => {
      if (error) reject(error);
      else resolve(info);
    });
  }).finally(() => {
    client.close();
  });
}
