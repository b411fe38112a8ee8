import type Dockerode from "dockerode";
import { extract } from "tar-stream";

const factsFile = "/usr/share/palier/facts";

/**
 * Reads the versions that an image recorded about itself while it was built, as labels
 * (`palier.nginx.version` and so on). An image that recorded none gives none.
 */
export async function readFacts(docker: Dockerode, image: string): Promise<Record<string, string>> {
  // The container only gives access to the file; it is never started.
  const container = await docker.createContainer({ Image: image, Cmd: ["true"] });
  try {
    const archive = await container.getArchive({ path: factsFile });
    return parseFacts(await firstFile(archive));
  } catch (error) {
    if ((error as { statusCode?: number }).statusCode === 404) return {};
    throw error;
  } finally {
    await container.remove({ v: true, force: true });
  }
}

/** Parses lines of the form `palier.<software>.version=<version>`; other lines are ignored. */
export function parseFacts(text: string): Record<string, string> {
  return Object.fromEntries(
    text.split("\n").flatMap((line) => {
      const match = /^(palier\.[a-z]+\.version)=(.+)$/.exec(line);
      return match ? [[match[1] ?? "", match[2] ?? ""]] : [];
    }),
  );
}

async function firstFile(archive: NodeJS.ReadableStream): Promise<string> {
  const files = archive.pipe(extract());
  for await (const entry of files) {
    const chunks: Buffer[] = [];
    for await (const chunk of entry) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks).toString();
  }
  return "";
}
