import { loadApprovals } from "./load-approvals";
import { loadImageLock } from "./load-images";
import { loadPolicyNames } from "./load-policies";
import type { ResolveInput } from "./resolve";

/**
 * What a configuration is resolved with besides itself, from the files of the checkout.
 * @param root Folder that holds `Pulumi.yaml`.
 * @throws ConfigurationError for an approval or a lock that cannot be read.
 */
export function loadBeside(root: string): Pick<ResolveInput, "images" | "approvals" | "policies"> {
  return {
    images: loadImageLock(root),
    approvals: loadApprovals(root),
    policies: loadPolicyNames(root),
  };
}
