import type { ContainerSpec } from "../../spec/container";
import type { FilesVolumeSpec } from "../../spec/files";
import { labels } from "../labels";
import { digest } from "./canonical";
import type { StackContext } from "./context";
import { exemptionLabels } from "./exemptions";

/** A container before its labels and its hash are known. */
export type ContainerDraft = Omit<ContainerSpec, "labels" | "spec" | "logging">;

/** What the labels of a container say beside its specification. */
export interface ContainerSubject {
  readonly application?: string;
  readonly component: string;
  readonly process?: string;
  readonly release?: string;
  readonly database?: string;
  /** Files that the process reads at start: their declared content is part of the hash. */
  readonly files: readonly FilesVolumeSpec[];
}

/** Completes a container with log rotation, the hash of its specification and its labels. */
export function sealContainer(
  context: StackContext,
  draft: ContainerDraft,
  subject: ContainerSubject,
): ContainerSpec {
  const { project, stack, config } = context;
  const { maxSize, maxFiles } = config.logging ?? context.defaults.logging;
  const complete = { ...draft, logging: { maxSize, maxFiles } };
  const spec = containerHash(complete, subject.files);
  const { application, component, process, release, database } = subject;
  return {
    ...complete,
    labels: sorted({
      ...labels(
        { project, stack, application, component, resource: draft.resource },
        { tier: config.tier, process, release, database, spec },
      ),
      ...exemptionLabels(config, draft.resource),
    }),
    spec,
  };
}

/**
 * Hash of a container's specification. Left out are the limits, which are changed in the running
 * container, and the resource name, so that the containers of one process have the same hash.
 */
export function containerHash(
  draft: ContainerDraft | Omit<ContainerSpec, "labels" | "spec">,
  files: readonly FilesVolumeSpec[],
): string {
  const hashed = Object.entries(draft).filter(([key]) => !unhashed.includes(key));
  return digest({ ...Object.fromEntries(hashed), files: files.map((volume) => volume.files) }, 16);
}

function sorted(values: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1)));
}

const unhashed = ["resource", "limits"];
