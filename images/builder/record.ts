import type Dockerode from "dockerode";
import fs from "node:fs";
import path from "node:path";

/** What is known of a local image: its immutable ID and the labels that concern the program. */
export interface ImageRecord {
  /** ID, `sha256:…`. */
  readonly id: string;
  /** Labels whose key starts with `palier.`. */
  readonly labels: Readonly<Record<string, string>>;
}

/** Looks an image up in the engine; undefined when it is not there. */
export async function inspectImage(
  docker: Dockerode,
  name: string,
): Promise<ImageRecord | undefined> {
  try {
    const { Id: id, Config: config } = await docker.getImage(name).inspect();
    // The engine answers null for an image without labels, which the type does not say.
    const all = (config.Labels as Record<string, string> | null) ?? {};
    const labels = Object.entries(all).filter(([key]) => key.startsWith("palier."));
    return { id, labels: Object.fromEntries(labels.sort(([a], [b]) => (a < b ? -1 : 1))) };
  } catch (error) {
    if ((error as { statusCode?: number }).statusCode === 404) return undefined;
    throw error;
  }
}

/**
 * Removes an image whose name has gone to a newer one, so that rebuilding does not fill the disk.
 * One that a container uses, or that has another name, stays.
 */
export async function removeSuperseded(docker: Dockerode, id: string): Promise<void> {
  const image = docker.getImage(id);
  try {
    const { RepoTags: tags, RepoDigests: digests } = await image.inspect();
    if (tags.length === 0 && digests.length === 0) await image.remove();
  } catch (error) {
    const status = (error as { statusCode?: number }).statusCode;
    if (status !== 404 && status !== 409) throw error;
  }
}

/** Writes which ID each name stands for now; a reader sees the old file or the new one, whole. */
export async function writeRecord(
  docker: Dockerode,
  names: readonly string[],
  file: string,
): Promise<void> {
  const record: Record<string, ImageRecord> = {};
  for (const name of names) {
    const image = await inspectImage(docker, name);
    if (image !== undefined) record[name] = image;
  }
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}`;
  fs.writeFileSync(draft, `${JSON.stringify(record, null, 2)}\n`);
  fs.renameSync(draft, file);
}
