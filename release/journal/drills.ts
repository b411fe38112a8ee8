import { z } from "zod";

import type { RestoreDrill } from "../../spec/journal";
import { actorSchema } from "../actor";
import type { VolumeAccess } from "../engine/archive";
import { layout } from "./layout";
import { writeRecord } from "./log";

const schema = z.object({
  id: z.string(),
  application: z.string(),
  actor: actorSchema,
  startedAt: z.string(),
  endedAt: z.string(),
  outcome: z.enum(["ok", "failed"]),
  reason: z.string().optional(),
  version: z.string(),
  bytes: z.number().optional(),
  takeMilliseconds: z.number().optional(),
  restoreMilliseconds: z.number().optional(),
  covered: z
    .object({
      tables: z.number(),
      rows: z.number(),
      changingTables: z.number(),
      sequences: z.number(),
      volumes: z.number(),
      files: z.number(),
    })
    .optional(),
});

/** Notes how a restore drill ended: a file of its own, so that no lock is needed. */
export function writeRestoreDrill(access: VolumeAccess, drill: RestoreDrill): Promise<void> {
  return writeRecord(access, layout.drill(drill.application, drill.id), drill);
}

/** All restore drills of an application, oldest first. */
export async function readRestoreDrills(
  access: VolumeAccess,
  application: string,
): Promise<readonly RestoreDrill[]> {
  const files = await access.readAll(layout.drills(application));
  return files
    .flatMap(({ content }) => readable(content))
    .sort((one, other) => (one.id < other.id ? -1 : 1));
}

/** A record that was not written whole is none: its drill ended with an error. */
function readable(content: string): RestoreDrill[] {
  try {
    const drill = schema.parse(JSON.parse(content));
    const { reason, bytes, takeMilliseconds, restoreMilliseconds, covered } = drill;
    return [{ ...drill, reason, bytes, takeMilliseconds, restoreMilliseconds, covered }];
  } catch {
    return [];
  }
}
