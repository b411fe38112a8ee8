import { fits, labelOf, writableVolumes } from "../../components/shared/guard-judgement";
import type { DeploymentSpec } from "../../spec/deployment";
import { type GuardedAct, irreplaceable } from "../../spec/guard";
import { dataVolumes } from "../../spec/volumes";
import type { JudgedChange } from "./changes";

/** Why a change needs an override. */
export interface Objection {
  readonly allow: GuardedAct;
  /** What has to be named in the override, which is not always the changed resource. */
  readonly subject: string;
  readonly reason: string;
}

const containerType = "docker:index/container:Container";

/** Types whose objects hold what cannot be made again, whether they are protected or not. */
const alwaysStateful: readonly RegExp[] = [
  /^random:index\/random(?:Password|String|Bytes|Id):/,
  /^aws:s3\/bucket(?:V2)?:/,
  /^aws:kms\/key:/,
  /^aws:ebs\/volume:/,
  /^aws:rds\/(?:instance|cluster):/,
  /^aws:efs\/fileSystem:/,
];

/** What a change would do to data; undefined when nothing. */
export function statefulObjection(
  change: JudgedChange,
  spec: DeploymentSpec,
): Objection | undefined {
  const { operation, resource, type } = change;
  if (type === containerType) return serverObjection(change, spec);
  if (operation !== "delete" && operation !== "replace") return undefined;
  const stateful =
    change.protected ||
    irreplaceable(spec).includes(resource) ||
    alwaysStateful.some((pattern) => pattern.test(type));
  const reason = "holds what cannot be made again";
  return stateful ? { allow: operation, subject: resource, reason } : undefined;
}

function serverObjection(
  { operation, resource, oldInputs, newInputs }: JudgedChange,
  spec: DeploymentSpec,
): Objection | undefined {
  if (operation === "delete" || !isServer(oldInputs)) return undefined;
  const [before, after] = [oldInputs, newInputs].map(({ mounts }) => writableVolumes(mounts));
  if (before?.length && !before.some((name) => after?.includes(name))) {
    const volumes = spec.applications.flatMap(dataVolumes);
    const subject = volumes.find(({ name }) => after?.includes(name))?.resource ?? resource;
    const reason = "would run on another volume than the one with its data";
    return { allow: "replace", subject, reason };
  }
  const [from, to] = [oldInputs, newInputs].map(({ labels }) => labelOf(labels, "palier.database"));
  if (from === undefined || to === undefined || fits(from, to)) return undefined;
  const reason =
    "would run as another engine, another major version or an older one, which its data files do not fit";
  return { allow: "database-version", subject: resource, reason };
}

function isServer({ labels }: Readonly<Record<string, unknown>>): boolean {
  return ["database", "cache"].includes(labelOf(labels, "palier.component") ?? "");
}
