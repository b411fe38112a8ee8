import { about, type About } from "./about";
import { image } from "./image";
import { mapOf, section } from "./shape";

const majorVersion = {
  pattern: /^[0-9]{1,2}(?:\.[0-9]{1,2})?$/,
  expected: 'a major version in quotes, as "15"',
  by: "major version",
} as const;

/** `palier:images`. */
export const images = section({
  postgresql: byVersion("PostgreSQL"),
  mariadb: byVersion("MariaDB"),
  mysql: byVersion("MySQL"),
  redis: about(image, facts("Image of Redis.")),
  nginx: about(image, facts("Image of the reverse proxy.")),
  backup: about(image, {
    purpose: "Image with the tools that take restore points and put them back.",
    effect: "nothing",
  }),
});

function byVersion(software: string) {
  return about(
    mapOf(majorVersion, image).default({}),
    facts(`Images of ${software} by major version, so that two applications may differ.`, "none"),
  );
}

function facts(purpose: string, fallback?: string): About {
  return { purpose, effect: "replace", ...(fallback === undefined ? {} : { fallback }) };
}
