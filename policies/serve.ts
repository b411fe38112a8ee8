import path from "node:path";

import { PolicyPack } from "@pulumi/policy";
import { Config } from "@pulumi/pulumi";

import { deserializeOnce } from "./deserialize-once";
import { packConfig, tableOf } from "./levels";
import { policies } from "./pack";

deserializeOnce();

// Language hosts start a pack once they know its stack, and hand it the stack's configuration. Without a
// stack, as in `pulumi policy analyze --file`, there is none, and production's table holds.
const stack = new Config("palier");
const table = tableOf(stack.get("tier"), stack.get("role"));

// Starts a server as soon as it is made, so only the engine loads this file; tests load the policies.
// A policy that a tier's file does not mention is mandatory: forgetting one is never the lax way.
// The SDK wants the pack's folder to be the current one, so the tables are found there, compiled or not.
new PolicyPack(
  "palier",
  { policies: [...policies], enforcementLevel: "mandatory" },
  packConfig(table, path.join(process.cwd(), "config")),
);
