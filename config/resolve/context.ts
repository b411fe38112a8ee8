import type { Blueprint } from "../../blueprints/types";
import type { ApplicationConfig, ApprovalFile, ImageLock, StackConfig } from "../stack-config";
import type { TierDefaults } from "../tiers";
import type { Problems } from "./problems";

/** What every part of the resolution knows about the stack. */
export interface StackContext {
  readonly project: string;
  readonly stack: string;
  readonly config: StackConfig;
  readonly defaults: TierDefaults;
  readonly images: ImageLock;
  /** Of all applications and images. */
  readonly approvals: readonly ApprovalFile[];
  readonly problems: Problems;
}

/** What every part of one application knows: the stack, the blueprint and the choices for it. */
export interface ApplicationContext extends StackContext {
  readonly application: string;
  readonly blueprint: Blueprint;
  readonly choices: ApplicationConfig;
}
