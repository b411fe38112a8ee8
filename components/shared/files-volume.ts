import { createHash } from "node:crypto";

import * as pulumi from "@pulumi/pulumi";

import type { EngineSpec } from "../../spec/deployment";
import { fileText, secretsIn } from "../../spec/file-text";
import type { FileContent, FilesVolumeSpec } from "../../spec/files";
import { createOperation } from "./operation";
import { createVolume } from "./volume";

/** Values of an application's secrets, by name. */
export type SecretValues = Readonly<Record<string, pulumi.Output<string>>>;

/** What filling a volume takes. */
export interface Filling {
  readonly engine: EngineSpec;
  readonly secrets: SecretValues;
  /** See `PreviousState.repairs`: a volume that was made again under its old name has to be filled again. */
  readonly repair: string;
}

/** A filled volume, as dependents need it. */
export interface FilesVolume {
  /** Changes with the content of the files and with nothing else. */
  readonly digest: pulumi.Output<string>;
  /** Ready once the files are in place. */
  readonly ready: pulumi.Resource;
}

/** Declares a volume and the operation that fills it with the declared files. */
export function createFilesVolume(
  spec: FilesVolumeSpec,
  { engine, secrets, repair }: Filling,
  parent: pulumi.Resource,
): FilesVolume {
  const volume = createVolume(
    { resource: spec.resource, name: spec.volume, data: false, labels: spec.labels },
    parent,
  );
  const files = spec.files.map((file) => ({
    path: file.path,
    mode: file.mode,
    content: renderContent(file.content, secrets),
  }));
  const { volume: name, uid, gid, helperImage, labels } = spec;
  const writes = {
    component: labels["palier.component"] ?? "",
    files: files.map(({ path }) => path),
  };
  const fill = createOperation(
    `${spec.resource}-fill`,
    "fill-volume",
    { engine, volume: name, uid, gid, helperImage, labels, files },
    { parent, dependsOn: [volume], triggers: [repair], writes },
  );
  return { digest: digestOf(spec, files), ready: fill };
}

/**
 * May be shown as a label: it cannot be reversed by guessing as long as one of the files holds a
 * generated secret, because all of them go into one digest.
 */
function digestOf(
  { uid, gid }: FilesVolumeSpec,
  files: pulumi.Input<object>[],
): pulumi.Output<string> {
  const digest = pulumi
    .jsonStringify({ uid, gid, files })
    .apply((text) => createHash("sha256").update(text).digest("hex").slice(0, 16));
  return pulumi.unsecret(digest);
}

/** Declares several filled volumes that one container reads, with one digest for all of them. */
export function createFilesVolumes(
  specs: readonly FilesVolumeSpec[],
  filling: Filling,
  parent: pulumi.Resource,
): { readonly digest: pulumi.Output<string>; readonly ready: pulumi.Resource[] } {
  const volumes = specs.map((spec) => createFilesVolume(spec, filling, parent));
  return {
    digest: pulumi
      .all(volumes.map((volume) => volume.digest))
      .apply((digests) => digests.join("-")),
    ready: volumes.map((volume) => volume.ready),
  };
}

/** The text of a file, once the secrets that it holds are known. */
function renderContent(content: FileContent, secrets: SecretValues): pulumi.Input<string> {
  if (content.from === "text") return content.text;
  return pulumi
    .all(Object.fromEntries(secretsIn(content).map((name) => [name, secretValue(secrets, name)])))
    .apply((values) => fileText(content, (name) => values[name] ?? ""));
}

function secretValue(secrets: SecretValues, name: string): pulumi.Output<string> {
  const value = secrets[name];
  if (value === undefined) throw new Error(`No secret named "${name}" is declared for this file.`);
  return value;
}
