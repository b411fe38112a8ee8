import { container, labelled, service } from "../support/resources";
import type { Resource } from "../support/harness";
import { databaseInputs } from "../support/databases";
import { type Samples, variants } from "../support/samples";
import { unknownList, unknownText } from "../support/unknown";

const target = "/var/lib/postgresql/data";
const mount = { type: "volume", source: "data", target };
const server = { image: "postgres:17", mounts: [mount] };
const tool = (more: object = {}) => ({ mounts: [{ ...mount, target: "/backup", ...more }] });
const first = container(server, "first");
const beside = (changes: object) =>
  variants([first, container(changes, "second")], [first, service(changes, {}, "second")]);
const destroys = /^(?:container|service) "second": writes to the data of container "first", which/;
const several = /runs several times on the same data, which destroys it; write 1 into "mode\./;
const on = (engine: string, resource: Resource): Resource => ({
  ...resource,
  provider: { type: "pulumi:providers:docker", props: {}, urn: engine, name: engine },
});

export const samples: Samples = {
  levels: "M M M M",
  compliant: {
    "a server and its reader": [first, container(tool({ readOnly: true }), "second"), service()],
    "servers with volumes of their own": [
      first,
      container({ ...server, mounts: [{ ...mount, source: "more" }] }, "second"),
    ],
    "two writers to the volume of no database": [
      container(tool(), "first"),
      container(tool(), "second"),
    ],
    "what shares another folder with a server": [
      container(
        { ...server, mounts: [mount, { ...mount, source: "socket", target: "/run/postgresql" }] },
        "first",
      ),
      container(tool({ source: "socket" }), "second"),
    ],
    "a folder of the host with the name of the volume": [
      first,
      container(tool({ type: "bind" }), "second"),
    ],
    "volumes without a name": [
      container({ ...server, mounts: [{ ...mount, source: undefined }] }, "first"),
      container(tool({ source: undefined }), "second"),
    ],
    "one that is created stopped": [first, container({ ...server, start: false }, "second")],
    "a tool while the server is stopped": [
      container({ ...server, start: false }, "first"),
      container(tool(), "second"),
    ],
    "the same name on another engine": [on("a", first), on("b", container(server, "second"))],
    "a service that runs once": service(server, { mode: { replicated: { replicas: 1 } } }),
    "a service without a database that runs several times": service(tool(), {
      mode: { replicated: { replicas: 2 } },
    }),
  },
  violating: {
    "a second server": [beside(server), destroys],
    "a tool that writes": [beside(tool()), destroys],
    "a tool that is declared first": [[container(tool(), "second"), first], destroys],
    "a tool with its mount in the older form": [
      beside({ mounts: undefined, volumes: [{ volumeName: "data", containerPath: "/x" }] }),
      destroys,
    ],
    "a server by its label": [
      [
        container(
          {
            image: `sha256:${"a".repeat(64)}`,
            labels: labelled({ component: "database" }),
            mounts: [mount],
          },
          "first",
        ),
        container(tool(), "second"),
      ],
      destroys,
    ],
    "two servers on the same engine": [
      [on("a", first), on("a", container(server, "second"))],
      destroys,
    ],
    "a service that runs twice": [
      service(server, { mode: { replicated: { replicas: 2 } } }),
      several,
    ],
    "a service that runs everywhere": [service(server, { mode: { global: true } }), several],
  },
  decisive: [...databaseInputs],
  besideUnknown: {
    "a second server, mounts of a third unknown": [
      container({ mounts: unknownList }, "third"),
      first,
      container(server, "second"),
    ],
    "one of which is not known whether it is started": [
      first,
      container({ ...server, start: unknownText }, "second"),
    ],
  },
};
