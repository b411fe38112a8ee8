import { status, type UntypedHandleCall } from "@grpc/grpc-js";

import { HostError } from "../errors";
import { unary } from "../handlers";
import { Children } from "../process/children";

/** Calls of the LanguageRuntime service that only code generators make, and what to say to them. */
const reasons: Readonly<Record<string, string>> = {
  generateProgram: "turning another language into TypeScript (pulumi convert, import of code)",
  generateProject: "making a TypeScript project (pulumi convert)",
  generatePackage: "making a TypeScript SDK (pulumi package gen-sdk)",
  pack: "packing a TypeScript SDK (pulumi package pack-sdk)",
  link: "linking a generated SDK (pulumi package add)",
  template: "filling a template (pulumi new)",
};

/** Handlers that refuse the code-generation calls with one sentence and the code UNIMPLEMENTED. */
export function unimplementedCalls(): Record<string, UntypedHandleCall> {
  const host = { engineAddress: "", children: new Children() };
  const refuse = (reason: string) => () => {
    throw new HostError(
      `this project's own language host does not do ${reason}; it needs the official one (PALIER_TOOLCHAIN=official make setup)`,
      status.UNIMPLEMENTED,
    );
  };
  return Object.fromEntries(
    Object.entries(reasons).map(([call, reason]) => [call, unary(refuse(reason), host)]),
  );
}
