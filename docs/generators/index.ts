import { blueprints } from "./blueprints";
import { configuration } from "./configuration";
import type { Generator } from "./generator";
import { policies } from "./policies";
import { stackSchema } from "./stack-schema";

/** All generated documents; a new one is a file of its own and one line here. */
export const generators: readonly Generator[] = [stackSchema, configuration, blueprints, policies];
