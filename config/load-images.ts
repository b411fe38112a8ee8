import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { ConfigurationError } from "./errors";
import type { ImageLock } from "./stack-config";

const file = ".palier/images.json";

const lock = z.record(
  z.string(),
  z.object({
    id: z.string().regex(/^sha256:[0-9a-f]{64}$/),
    labels: z.record(z.string(), z.string()),
  }),
);

/**
 * Reads which images `make images` built on this machine; empty when it never ran, as on a machine
 * that deploys images by digest.
 * @param root folder that holds `Pulumi.yaml`
 * @throws {ConfigurationError} when the file is damaged
 */
export function loadImageLock(root: string): ImageLock {
  const path = join(root, file);
  if (!existsSync(path)) {
    return {};
  }
  const parsed = lock.safeParse(toJson(readFileSync(path, "utf8")));
  if (!parsed.success) {
    const places = [...new Set(parsed.error.issues.map((issue) => issue.path.join(" → ")))];
    throw damaged(
      `is not what "make images" writes${places.map((place) => `, see ${place || "the top"}`).join("")}`,
    );
  }
  return parsed.data;
}

function toJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw damaged("is not JSON");
  }
}

function damaged(what: string): ConfigurationError {
  return new ConfigurationError(file, [{ path: "", message: `${what}; run "make images" again` }]);
}
