import type { DeploymentSpec } from "../../spec/deployment";
import { OperationFailure } from "../failure";

/**
 * Refuses to go on while the Pulumi CLI writes its debug log, which holds every secret of the stack in
 * clear. It was begun before the program, so the message says what to do about what is in it already.
 * @param file Where the CLI writes it, as it takes it from `PULUMI_DEBUG_GRPC`; undefined or empty for nowhere.
 * @throws OperationFailure when it is written.
 */
export function refuseDebugLog(
  { stack }: Pick<DeploymentSpec, "stack">,
  file: string | undefined,
): void {
  if (file === undefined || file === "") return;
  throw new OperationFailure(
    `PULUMI_DEBUG_GRPC is set, which writes the secrets of the stack ${stack} in clear into ${file}: ` +
      `unset it and delete that file; where others could read it, change the secrets that were set with "pulumi config set --secret". ` +
      "Nothing was changed.",
  );
}
