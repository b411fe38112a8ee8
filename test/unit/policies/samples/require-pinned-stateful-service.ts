import { service } from "../support/resources";
import type { Samples } from "../support/samples";
import type { Resource } from "../support/harness";
import { unknownList, unknownNumber, unknownText } from "../support/unknown";

const data = { type: "volume", source: "data", target: "/data" };
const files = { ...data, readOnly: true };
const folder = { type: "bind", source: "/srv/data", target: "/data" };

/** A service with these mounts, placed by these constraints. */
function placed(mounts: unknown, constraints: unknown, mode?: unknown): Resource {
  const { props } = service({ mounts: [data], tmpfs: undefined });
  const { taskSpec } = props as { taskSpec: { containerSpec: object } };
  const containerSpec = { ...taskSpec.containerSpec, mounts };
  return service(
    {},
    { taskSpec: { ...taskSpec, containerSpec, placement: { constraints } }, mode },
  );
}
const label = ["node.labels.data==true"];
const roams =
  /has data of one machine and may start on another; write a constraint .* and give that machine the label: docker node update --label-add/;
const several = /several containers of it write to the same data; write 1/;

export const samples: Samples = {
  levels: "- M M M",
  compliant: {
    "a volume on a labelled machine": placed([data], label, { replicated: { replicas: 1 } }),
    "a named machine": placed([data], ["node.role==worker", "node.hostname == db1"]),
    "a machine by its ID": placed([data], [" node.id==4x5y"]),
    "no data, anywhere": placed(undefined, undefined, { replicated: { replicas: 3 } }),
    "memory, anywhere": placed([{ type: "tmpfs", target: "/tmp" }], undefined, { global: true }),
    "a folder that is the same on every machine": placed(
      [{ ...folder, readOnly: true }],
      undefined,
      { global: true },
    ),
    "several readers on one machine": placed([files], label, { replicated: { replicas: 3 } }),
    "not on every machine": placed([data], label, { global: false }),
  },
  violating: {
    "no constraint": [placed([data], undefined), roams],
    "a constraint that fits many": [placed([data], ["node.role==manager"]), roams],
    "a machine that it must not be": [placed([data], ["node.hostname!=db1"]), roams],
    "something else with a name like it": [placed([data], ["engine.node.id==1"]), roams],
    "a volume that is read": [placed([files], []), roams],
    "a folder that is written to": [placed([folder], []), roams],
    "several writers": [placed([data], label, { replicated: { replicas: 2 } }), several],
    "a writer on every machine": [placed([data], label, { global: true }), several],
    "several writers to a folder": [
      placed([folder], label, { replicated: { replicas: 2 } }),
      several,
    ],
    "several writers anywhere": [
      placed([data], undefined, { replicated: { replicas: 2 } }),
      /writes? to the same data|may start on another/,
      2,
    ],
  },
  decisive: ["taskSpec.containerSpec.mounts.readOnly"],
  besideUnknown: {
    "a volume": placed([{ ...data, type: unknownText }, data], []),
    "several writers": placed([data], unknownList, { replicated: { replicas: 2 } }),
  },
  postponed: {
    "constraints that are not known": placed([data], unknownList),
    "a number that is not known": placed([data], label, {
      replicated: { replicas: unknownNumber },
    }),
    "mounts that are not known": placed(unknownList, []),
  },
};
