import type { VolumeAccess } from "../../../release/engine/archive";

/** A volume in memory, with the paths in the order in which they were written. */
export function memoryVolume(): {
  readonly access: VolumeAccess;
  readonly files: Map<string, string>;
} {
  const files = new Map<string, string>();
  const access: VolumeAccess = {
    write: (written) => {
      for (const { path, content } of written) files.set(path, content);
      return Promise.resolve();
    },
    read: (path) => Promise.resolve(files.get(path)),
    list: () => Promise.resolve([...files.keys()]),
    readAll: (folder) =>
      Promise.resolve(
        [...files]
          .filter(([path]) => path.startsWith(`${folder}/`))
          .map(([path, content]) => ({ path: path.slice(folder.length + 1), content })),
      ),
  };
  return { access, files };
}
