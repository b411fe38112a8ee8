import { both, container, labelled } from "../support/resources";
import { databaseInputs } from "../support/databases";
import { type Samples } from "../support/samples";
import { unknownList, unknownText } from "../support/unknown";

const data = { type: "volume", source: "data", target: "/var/lib/postgresql/data" };
const server = (image: string, ...targets: string[]) =>
  both({ image, mounts: targets.map((target) => ({ ...data, target })) });
const postgres = (mount: object, ...envs: string[]) =>
  both({ image: "postgres:17", envs, mounts: [{ ...data, ...mount }] });
const own = (...targets: string[]) =>
  both({
    image: `sha256:${"a".repeat(64)}`,
    labels: labelled({ component: "database" }),
    mounts: targets.map((target) => ({ ...data, target })),
  });
const lost = (folders: string) =>
  new RegExp(`its data is lost with it; mount a named volume at ${folders} in "[\\w.]*mounts"`);
const usual = lost("/var/lib/postgresql/data");

export const samples: Samples = {
  levels: "M M M M",
  compliant: {
    "a volume at the data": postgres({}),
    "what is no database": both(),
    "no image": both({ image: undefined }),
    "a newer server": server("registry.example.org/postgres:18.1-trixie", "/var/lib/postgresql"),
    "a MariaDB server": server("mariadb:11", "/var/lib/mysql"),
    "a MySQL server": server("mysql:8.4", "/var/lib/mysql"),
    "a MongoDB server": server("mongo:8", "/data/db"),
    "a server of Bitnami": server("bitnami/postgresql:17", "/bitnami/postgresql"),
    "an image that does not say which server it is": own("/var/lib/mysql"),
    "a folder of its own": postgres({ target: "/srv/data" }, "PGDATA=/srv/data"),
    "a folder in the usual one": postgres({}, "PGDATA=/var/lib/postgresql/data/17"),
    "a volume beside an unknown mount": container({
      image: "postgres:17",
      mounts: [unknownText, data],
    }),
  },
  violating: {
    "no mounts": [both({ image: "postgres:17", mounts: undefined }), usual],
    "a volume one folder too high": [server("postgres:17", "/var/lib/postgresql"), usual],
    "a volume one folder too low": [
      server("postgis:17-3.5", "/var/lib/postgresql/data/main"),
      usual,
    ],
    "a volume at the old folder": [
      server("postgres:18", "/var/lib/postgresql/data"),
      lost("/var/lib/postgresql"),
    ],
    "a volume without a name": [postgres({ source: undefined }), usual],
    "a folder of the host": [postgres({ type: "bind", source: "/srv/data" }), usual],
    "a volume that is only read": [postgres({ readOnly: true }), usual],
    "a folder of its own elsewhere": [postgres({}, "PGDATA=/srv/data"), lost("/srv/data")],
    "an image that does not say which server it is": [
      own("/data"),
      lost("/var/lib/mysql or /data/db or /var/lib/postgresql/data"),
    ],
  },
  decisive: [
    ...databaseInputs,
    "taskSpec.containerSpec.env.PGDATA",
    "taskSpec.containerSpec.mounts",
  ],
  postponed: {
    "an unknown image": container({ image: unknownText }),
    "unknown mounts": both({ image: "mysql:8", mounts: unknownList }),
  },
};
