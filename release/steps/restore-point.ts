import { z } from "zod";

import { takeRestorePoint } from "../restore-point";
import { report } from "../progress";
import { defineStep } from "../transaction/step";

/** Saves the data as it is, and checks that what was saved can be read. */
export const restorePoint = defineStep({
  name: "restore-point",
  title: "taking a restore point",
  facts: z.object({}),
  applies: ({ change, hasData }) => change !== undefined && hasData,
  look: () => Promise.resolve({}),
  run: async (context) => {
    const { lifecycle, release } = context.input;
    if (lifecycle.restorePoint === undefined) return;
    // What is saved belongs to the release that wrote it.
    const owner = context.from ?? release;
    await takeRestorePoint(context, lifecycle.restorePoint, context.id, owner);
    report(`restore point ${context.id}`);
  },
});
