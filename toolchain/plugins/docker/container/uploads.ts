import { readFile } from "node:fs/promises";

import { pack } from "tar-stream";

import type { ContainerInputs } from "./inputs";

type Upload = NonNullable<ContainerInputs["uploads"]>[number];

/**
 * The archive that puts the files of `uploads` in their places; undefined when there are none.
 * @throws Error when a `source` cannot be read.
 */
export async function uploadArchive(uploads: readonly Upload[] = []): Promise<Buffer | undefined> {
  if (uploads.length === 0) return undefined;
  const archive = pack();
  for (const upload of uploads) {
    const header = {
      name: upload.file.replace(/^\/+/, ""),
      mode: mode(upload),
      uid: Number(upload.owner ?? 0),
      gid: Number(upload.group ?? 0),
    };
    archive.entry(header, await contentOf(upload));
  }
  archive.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of archive) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function mode({ permissions, executable }: Upload): number {
  if (permissions !== undefined) return Number.parseInt(permissions, 8);
  // The official plugin's modes: readable by all, executable by the owner.
  return executable ? 0o744 : 0o644;
}

async function contentOf({ content, contentBase64, source, file }: Upload): Promise<Buffer> {
  if (contentBase64 !== undefined) return Buffer.from(contentBase64, "base64");
  if (source === undefined) return Buffer.from(content ?? "", "utf8");
  try {
    return await readFile(source);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unreadable";
    throw new Error(`The upload of ${file} failed: its source ${source} cannot be read (${code}).`);
  }
}
