import { types } from "../../../../policies/shared/types";
import type { Resource } from "../support/harness";
import { container, labelled, resource, service } from "../support/resources";
import { type Sample, type Samples, variants } from "../support/samples";
import { unknownText } from "../support/unknown";

const network = (internal?: unknown, id?: unknown, name: unknown = "data"): Resource =>
  resource(types.network, { name, internal, id }, typeof name === "string" ? name : "unnamed");
const database = {
  image: "registry.example.org/server@sha256:0",
  labels: labelled({ component: "database" }),
  networksAdvanced: [{ name: "data" }],
};
const cache = { ...database, labels: labelled({ component: "cache" }) };
/** A container and a service of that kind beside a network. */
const beside = (member: object, ...networks: readonly Resource[]): Sample =>
  variants([...networks, container(member)], [...networks, service(member)]);
const byImage = (image: string): Sample =>
  beside({ ...database, image, labels: undefined }, network());
const inMode = (networkMode: string): Resource =>
  container({ ...database, networksAdvanced: undefined, networkMode });
const open =
  /^network "data": (?:container|service) "subject" is on it and it has a way out; write/;
const id = "0123456789abcdef".repeat(4);
const images = [
  "docker.io/library/postgres:16",
  "mariadb:11",
  "redis:7",
  "redis/redis-stack-server:7",
  "valkey/valkey:8",
  "eqalpha/keydb",
  "memcached@sha256:0",
  "rabbitmq:3",
];

export const samples: Samples = {
  levels: "A M M M",
  compliant: {
    "an internal network": beside(database, network(true)),
    "an application on a network with a way out": beside(
      { networksAdvanced: [{ name: "data" }] },
      network(),
    ),
    "a database on another network": beside(database, network(true), network(false, "1", "edge")),
    "a database without networks": beside(
      { ...database, networksAdvanced: [{ aliases: ["database"] }] },
      network(),
    ),
    "an application whose name only sounds like a database": beside(
      { ...database, image: "registry.example.org/redis-commander:1", labels: undefined },
      network(),
    ),
    ...Object.fromEntries(
      ["bridge", "default", "host", "none", "container:data"].map((mode) => [
        `the mode ${mode}, although a network is called so`,
        [network(false, "1", mode), inMode(mode)],
      ]),
    ),
    "a volume of the same name": [
      resource(types.volume, { name: "data" }),
      network(true),
      container(database),
    ],
    "one whose ID is not known yet, named by its name": beside(
      database,
      network(true),
      network(false, unknownText, "edge"),
    ),
  },
  violating: {
    "a database": [beside(database, network(false)), open],
    "a cache": [beside(cache, network()), open],
    "several of them, once": [[network(), container(database), container(cache, "second")], open],
    "each of several networks": [
      beside(
        { ...database, networksAdvanced: [{ name: "data" }, { name: "edge" }] },
        network(),
        network(false, "1", "edge"),
      ),
      /is on it and it has a way out/,
      2,
    ],
    "a network named in the place of a mode": [[network(), inMode("data")], open],
    "a network named by its ID": [
      beside({ ...database, networksAdvanced: [{ name: id }] }, network(false, id)),
      open,
    ],
    "a network named by its ID in the place for it": [
      beside({ ...database, networksAdvanced: [{ id: id }] }, network(false, id)),
      open,
    ],
    ...Object.fromEntries(
      images.map((image) => [`the image ${image}`, [byImage(image), open]] as const),
    ),
  },
  besideUnknown: {
    "a network": [
      network(false, undefined, unknownText),
      network(),
      container({ networksAdvanced: unknownText, labels: unknownText }, "first"),
      container({ ...database, networksAdvanced: [{ name: unknownText }, { name: "data" }] }),
    ],
  },
  postponed: {
    "a network that is not known": beside(
      { ...database, networksAdvanced: [{ name: unknownText }] },
      network(),
    ),
    "a mode that is not known": [network(), inMode(unknownText)],
    "a way out that is not known": beside(database, network(unknownText)),
  },
};
