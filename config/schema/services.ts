import { about } from "./about";
import { choice, text } from "./leaf";
import { limits } from "./limits";
import { maybe, section } from "./shape";

const database = section({
  engine: about(maybe(choice(["postgresql", "mariadb", "mysql"])), {
    purpose: "Database engine; one that the blueprint supports. Data is not converted.",
    effect: "replace",
    fallback: "the blueprint's first",
  }),
  version: about(
    maybe(
      text({
        expected: 'a major version in quotes, as "15"',
        pattern: /^[0-9]{1,2}(?:\.[0-9]{1,2})?$/,
      }),
    ),
    {
      purpose: "Major version; an image for it must be under `images`. Data is not converted.",
      effect: "replace",
      fallback: "the only version under `images`",
    },
  ),
  // Buffers and connections are computed from the memory limit, and read at start only.
  limits: about(maybe(limits("replace", "restart")), {
    purpose: "Size of the database server.",
    effect: "restart",
    fallback: "the tier's",
  }),
});

const cache = section({
  limits: about(maybe(limits("replace", "restart")), {
    purpose: "Size of the Redis server.",
    effect: "restart",
    fallback: "the tier's",
  }),
});

/** The keys of an application about the servers that belong to it alone. */
export const databaseAndCache = {
  database: about(maybe(database), {
    purpose: "Choices about the application's database server.",
    effect: "replace",
    fallback: "the blueprint's and the tier's",
  }),
  cache: about(maybe(cache), {
    purpose: "Choices about the application's Redis server.",
    effect: "restart",
    fallback: "the tier's",
  }),
} as const;
