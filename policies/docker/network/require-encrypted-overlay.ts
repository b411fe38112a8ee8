import type { LabelledInputs } from "../../shared/inputs";
import { resourcePolicy } from "../../shared/policy";
import { types } from "../../shared/types";

/** The inputs of a network that policies read. */
interface NetworkInputs extends LabelledInputs {
  readonly driver?: string;
  readonly options?: Readonly<Record<string, string>>;
}

const refusals = ["0", "f", "false"];

/** An overlay crosses from host to host, and whoever is on the way reads it. */
export const requireEncryptedOverlay = resourcePolicy<NetworkInputs, object>(
  {
    name: "require-encrypted-overlay",
    description: "Overlay networks are encrypted, since they cross networks that others can read.",
    severity: "high",
    anchor: "CIS Docker 7.3",
    remediation: 'Write the key "encrypted" with the value "true" into "options".',
  },
  [types.network],
  ({ inputs, report }) => {
    if (inputs.driver !== "overlay") return;
    const encrypted = inputs.options?.encrypted;
    if (encrypted === undefined || refusals.includes(encrypted.toLowerCase())) {
      report('crosses hosts unencrypted; write "encrypted" with the value "true" into "options"');
    }
  },
);
