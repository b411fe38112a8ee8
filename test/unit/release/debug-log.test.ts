import assert from "node:assert/strict";

import { OperationFailure } from "../../../release/failure";
import { refuseDebugLog } from "../../../release/preflight/debug-log";

describe("the CLI's debug log", () => {
  it("is refused in one line that says where it is and what to do", () => {
    assert.throws(
      () => {
        refuseDebugLog({ stack: "prod" }, "/tmp/grpc.json");
      },
      (error) =>
        error instanceof OperationFailure &&
        error.message ===
          'PULUMI_DEBUG_GRPC is set, which writes the secrets of the stack prod in clear into /tmp/grpc.json: unset it and delete that file; where others could read it, change the secrets that were set with "pulumi config set --secret". Nothing was changed.',
    );
  });

  it("is no matter where it is not written", () => {
    for (const file of [undefined, ""]) refuseDebugLog({ stack: "prod" }, file);
  });
});
