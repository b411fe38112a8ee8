import * as docker from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";

import type { VolumeSpec } from "../../spec/deployment";
import type { Guard } from "./guard";

/**
 * Declares a named volume. One that holds data is protected: neither an update nor a destroy removes
 * it, until someone lifts the protection on purpose.
 * @param guard Refuses even then; not needed for a volume without data.
 */
export function createVolume(
  spec: VolumeSpec,
  parent: pulumi.Resource,
  guard?: Guard,
): docker.Volume {
  return new docker.Volume(
    spec.resource,
    { name: spec.name, labels: toLabels(spec.labels) },
    { parent, protect: spec.data, hooks: guard?.volume(spec) },
  );
}

/** The provider's spelling of labels. */
export function toLabels(
  labels: Readonly<Record<string, string>>,
): { label: string; value: string }[] {
  return Object.entries(labels).map(([label, value]) => ({ label, value }));
}
