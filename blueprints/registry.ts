import { django } from "./django";
import type { Blueprint } from "./types";

/** All blueprints by kind. A new one is a file of its own and one line here. */
export const blueprints: Readonly<Record<string, Blueprint>> = { django };
