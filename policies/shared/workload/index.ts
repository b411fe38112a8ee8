import { types } from "../types";
import { ContainerWorkload } from "./container";
import { ServiceWorkload } from "./service";
import type { Workload } from "./workload";

export type { Mount, Port, Variable, Workload } from "./workload";

/** A resource as a workload; undefined for one that is none. */
export function workloadOf(type: string, inputs: object): Workload | undefined {
  if (type === types.container) return new ContainerWorkload(inputs);
  return type === types.service ? new ServiceWorkload(inputs) : undefined;
}
