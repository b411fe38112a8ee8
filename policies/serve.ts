import { PolicyPack } from "@pulumi/policy";

import { policies } from "./pack";

// Starts a server as soon as it is made, so only the engine loads this file; tests load the policies.
// A policy that a tier's file does not mention is mandatory: forgetting one is never the lax way.
new PolicyPack("palier", { policies: [...policies], enforcementLevel: "mandatory" });
