import * as pulumi from "@pulumi/pulumi";

/** Exported by the SDK, but left out of its type declarations. */
const runtime = pulumi.runtime as typeof pulumi.runtime & { waitForRPCs(): Promise<void> };

/** Waits until everything that a program declared has been registered: right after a constructor nothing has. */
export async function settle(): Promise<void> {
  await runtime.waitForRPCs();
}
