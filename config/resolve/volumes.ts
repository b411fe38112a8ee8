import type { MountSpec } from "../../spec/container";
import type { NetworkSpec, VolumeSpec } from "../../spec/deployment";
import type { FileSpec, FilesVolumeSpec } from "../../spec/files";
import { labels } from "../labels";
import { logicalName, physicalName } from "../naming";
import type { StackContext } from "./context";

/** Whose volume or network it is: an application's, or the stack's when `application` is undefined. */
export interface Place {
  readonly context: StackContext;
  readonly application: string | undefined;
  /** Kind of part that it belongs to, for its labels. */
  readonly component: string;
  /** What it is for, within its owner. */
  readonly role: string;
}

/** A named volume with labels that never change, because another label would replace it. */
export function volume(place: Place, data: boolean): VolumeSpec {
  const { resource, name, ownLabels } = identity(place);
  return { resource, name, data, labels: ownLabels };
}

/** A bridge network with labels that never change. */
export function network(place: Place, internal: boolean): NetworkSpec {
  const { resource, name, ownLabels } = identity(place);
  return { resource, name, internal, labels: ownLabels };
}

/** A small volume whose files are declared, owned by the user that reads them. */
export function filesVolume(
  place: Place,
  owner: { readonly uid: number; readonly gid: number },
  helperImage: string,
  files: readonly FileSpec[],
): FilesVolumeSpec {
  const { resource, name, ownLabels } = identity(place);
  const { uid, gid } = owner;
  return { resource, volume: name, uid, gid, files, helperImage, labels: ownLabels };
}

/** Mount of a named volume. */
export function mountVolume(source: string, target: string, readOnly: boolean): MountSpec {
  return { type: "volume", source, target, readOnly };
}

function identity({ context, application, component, role }: Place): {
  readonly resource: string;
  readonly name: string;
  readonly ownLabels: Readonly<Record<string, string>>;
} {
  const { project, stack } = context;
  const resource = logicalName(application, role);
  return {
    resource,
    name: physicalName({ project, stack, application, role }),
    ownLabels: labels({ project, stack, application, component, resource }),
  };
}
