/**
 * The program of a small guarded stack: one database, of which only the volume matters, and one
 * secret, declared by the product's own components. Configuration changes what it declares.
 */
export const guardedProgram = `
import { appendFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import { Guard } from "./components";
import { Database } from "./components/database";
import { Secrets } from "./components/secrets";

const config = new pulumi.Config();
const prefix = config.require("prefix");
const volumeName = prefix + "-" + (config.get("volume") ?? "data");
const version = config.get("version") ?? "15";
const image = config.require("image");
const labels = { "palier.stack": "probe" };

const container = {
  resource: "shop-database", name: prefix + "-database", image, entrypoint: undefined,
  command: ["sleep", "3600"], environment: [], user: "0:0",
  mounts: [{ type: "volume", source: volumeName, target: "/data", readOnly: false }],
  tmpfs: {}, networks: [], ports: [],
  healthCheck: { command: ["true"], interval: "1s", timeout: "4s", retries: 5, startPeriod: "5s" },
  limits: { memory: 64, cpuShares: 512 }, cpus: "0.5", readOnlyRoot: true, stopGraceSeconds: 0,
  stopSignal: "SIGKILL", logging: { maxSize: "1m", maxFiles: 1 },
  labels: { ...labels, "palier.database": "postgresql " + version }, spec: "x",
} as const;
const database = {
  resource: "shop-database", engine: "postgresql", version, files: [], container,
  volume: { resource: "shop-data", name: volumeName, data: true, labels },
  connection: { host: "x", port: 1, name: "x", user: "x", passwordSecret: "x" },
} as const;
const length = config.getNumber("length") ?? 24;
const secrets = [
  { name: "key", resource: "shop-key", source: "generated", keep: true, length, special: false },
] as const;

export = async () => {
  const stackName = "organization/probe/dev";
  const state = await pulumi.runtime.invoke("pulumi:pulumi:readStackResourceOutputs", { stackName });
  const guard = new Guard(
    {
      guarded: true,
      overrides: config.getObject("overrides") ?? [],
      changes: { maximumReplacements: undefined, timeZone: "UTC", window: undefined, freezes: [] },
    },
    {
      existing: new Set(Object.keys((state as { outputs?: object }).outputs ?? {})),
      note: async (override) => appendFileSync("notes.jsonl", JSON.stringify(override) + "\\n"),
    },
  );
  const engine = { endpoint: "unix:///var/run/docker.sock", certificates: undefined };
  const files = {
    resource: "shop-files", volume: prefix + "-files", uid: 0, gid: 0, files: [], helperImage: image, labels,
  };
  const all = new Secrets("shop-secrets", { engine, repair: "", secrets, files }, {}, guard);
  if (config.get("gone") === "true") return;
  new Database("shop-database", { database }, { engine, secrets: all.values, repair: "", after: [], guard });
};
`;
