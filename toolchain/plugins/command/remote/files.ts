import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import type { Client, SFTPWrapper, Stats } from "ssh2";

/** Status of the file transfer protocol for something that is not there. */
const NO_SUCH_FILE = 2;

/** Copies to another machine over one file transfer session. */
export class RemoteFiles {
  private constructor(private readonly sftp: SFTPWrapper) {}

  /** Opens a session and ends it after the work. */
  static async within(
    client: Client,
    signal: AbortSignal,
    work: (files: RemoteFiles) => Promise<void>,
  ): Promise<void> {
    const sftp = await new Promise<SFTPWrapper>((resolve, reject) => {
      client.sftp((error, session) => {
        if (error) reject(error);
        else resolve(session);
      });
    });
    const stop = (): void => {
      sftp.end();
    };
    signal.addEventListener("abort", stop, { once: true });
    try {
      // Requests under way are not answered any more when the connection goes.
      await Promise.race([work(new RemoteFiles(sftp)), lost(sftp, client)]);
    } finally {
      signal.removeEventListener("abort", stop);
      sftp.end();
    }
  }

  /**
   * Copies a file or a folder, like the official plugin: into a folder that exists, otherwise as
   * `target`; the contents of a folder whose path ends in a slash.
   */
  async copy(source: string, target: string): Promise<void> {
    const found = await stat(source);
    const there = await this.stat(target);
    if (!found.isDirectory()) {
      const into = there?.isDirectory() ? path.posix.join(target, path.basename(source)) : target;
      await this.makeFolder(path.posix.dirname(into));
      await this.putFile(source, into);
      return;
    }
    await this.makeFolder(target);
    const inside = source.endsWith("/");
    await this.putFolder(source, inside ? target : path.posix.join(target, path.basename(source)));
  }

  /** Writes a text into a file. */
  async write(text: string, target: string): Promise<void> {
    if ((await this.stat(target))?.isDirectory()) {
      throw new Error(
        `remotePath ${target} is a folder, and a text has no name of its own: give the path of a file`,
      );
    }
    await this.makeFolder(path.posix.dirname(target));
    await this.call(`writing ${target}`, (done) => {
      this.sftp.writeFile(target, text, done);
    });
  }

  /** Writes one file. */
  async putFile(source: string, target: string): Promise<void> {
    await this.call(`copying ${source} to ${target}`, (done) => {
      this.sftp.fastPut(source, target, done);
    });
  }

  private async putFolder(source: string, target: string): Promise<void> {
    await this.makeFolder(target);
    for (const entry of await readdir(source, { withFileTypes: true })) {
      const [from, to] = [path.join(source, entry.name), path.posix.join(target, entry.name)];
      // What a link leads to is copied, as the official plugin does.
      if ((await stat(from)).isDirectory()) await this.putFolder(from, to);
      else await this.putFile(from, to);
    }
  }

  private async makeFolder(folder: string): Promise<void> {
    const there = await this.stat(folder);
    if (there?.isDirectory()) return;
    if (there) throw new Error(`remote path ${folder} exists but is not a directory`);
    await this.makeFolder(path.posix.dirname(folder));
    await this.call(`creating the remote directory ${folder}`, (done) => {
      this.sftp.mkdir(folder, done);
    });
  }

  private stat(target: string): Promise<Stats | undefined> {
    return new Promise((resolve, reject) => {
      this.sftp.stat(target, (error, found) => {
        if (!error) resolve(found);
        else if ((error as { code?: unknown }).code === NO_SUCH_FILE) resolve(undefined);
        else reject(new Error(`looking at the remote path ${target}: ${error.message}`));
      });
    });
  }

  private call(what: string, run: (done: (error?: Error | null) => void) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      run((error) => {
        if (error) reject(new Error(`${what}: ${error.message}`));
        else resolve();
      });
    });
  }
}

function lost(sftp: SFTPWrapper, client: Client): Promise<never> {
  return new Promise((_resolve, reject) => {
    const end = (): void => {
      reject(new Error("the ssh connection was lost while copying"));
    };
    sftp.once("close", end);
    client.once("close", end);
  });
}
