import { z } from "zod";

import { overridable } from "../../spec/guard";
import type { OverrideUse } from "../../spec/journal";
import { actorSchema } from "../actor";
import type { VolumeAccess } from "../engine/archive";
import { layout } from "./layout";
import { writeRecord } from "./log";

const schema = z.object({
  id: z.string(),
  at: z.string(),
  actor: actorSchema,
  allow: z.enum(overridable),
  resource: z.string().optional(),
  reason: z.string(),
  until: z.string(),
});

/** Notes that an override let something pass. */
export function writeOverrideUse(access: VolumeAccess, use: OverrideUse): Promise<void> {
  return writeRecord(access, layout.override(use.id), use);
}

/** Everything that overrides let pass, oldest first. */
export async function readOverrideUses(access: VolumeAccess): Promise<readonly OverrideUse[]> {
  const files = await access.readAll(layout.overrides);
  return files
    .flatMap(({ content }) => readable(content))
    .sort((one, other) => (one.id < other.id ? -1 : 1));
}

/** A record that was not written whole is none: its update ended with an error, so nothing was let pass. */
function readable(content: string): OverrideUse[] {
  try {
    const use = schema.parse(JSON.parse(content));
    return [{ ...use, resource: use.resource }];
  } catch {
    return [];
  }
}
