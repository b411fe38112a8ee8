/** The parts of an image's name. */
export interface Reference {
  /** Host and port of the registry; `docker.io` when the name has none. */
  readonly server: string;
  /** Path in the registry, with `library/` for the official images of Docker Hub. */
  readonly repository: string;
  /** The name as given, without tag and digest. */
  readonly familiar: string;
  /** `latest` when neither tag nor digest is given. */
  readonly tag: string | undefined;
  /** `sha256:…` when the name is pinned. */
  readonly digest: string | undefined;
}

/**
 * Takes an image's name apart, by the rules of the engine's command line.
 * @param name For example `postgres:15`, `registry.example:5000/team/app@sha256:…`.
 * @throws Error when it is not a name of an image.
 */
export function parseReference(name: string): Reference {
  const [beforeDigest = "", digest] = name.split("@");
  const slash = beforeDigest.lastIndexOf("/");
  const colon = beforeDigest.indexOf(":", slash + 1);
  const familiar = colon === -1 ? beforeDigest : beforeDigest.slice(0, colon);
  const tag = colon === -1 ? undefined : beforeDigest.slice(colon + 1);
  const [first = "", ...rest] = familiar.split("/");
  const hasServer = rest.length > 0 && (/[.:]/.test(first) || first === "localhost");
  const path = hasServer ? rest.join("/") : familiar;
  if (!/^[a-z0-9]+([._/-]+[a-z0-9]+)*$/.test(path) || tag === "") {
    throw new Error(
      `"${name}" is not the name of an image: expected [registry/]name[:tag] in lower case.`,
    );
  }
  const server = hasServer && !/^(index\.)?docker\.io$/.test(first) ? first : "docker.io";
  const repository = server === "docker.io" && !path.includes("/") ? `library/${path}` : path;
  return { server, repository, familiar, digest, tag: tag ?? (digest ? undefined : "latest") };
}

/** The registry that an image's name points to; `docker.io` when it has none. */
export function registryOf(name: string): string {
  return parseReference(name).server;
}

/** Tells whether a text is the ID of an image (`sha256:…` or bare hexadecimal) and not a name: an ID cannot be pulled. */
export function isImageId(name: string): boolean {
  return /^(sha256:)?[0-9a-f]{64}$/.test(name);
}
