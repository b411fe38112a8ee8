/** A part of the resolved declarations that may differ between environments. */
export interface Difference {
  /** Keys from the top, where `*` stands for one key and `**` for any number of them. */
  readonly path: string;
  readonly reason: string;
}

/**
 * Everything in which the resolved declarations of two environments may differ. Whatever is not
 * listed is the same everywhere, and a test holds it to that: what was tried in preproduction is what
 * runs in production. Variables are listed by name below `environment`.
 */
export const allowedDifferences: readonly Difference[] = [
  { path: "stack", reason: "names the environment" },
  { path: "guard/guarded", reason: "data of production cannot be made again" },
  { path: "guard/changes/maximumReplacements", reason: "surprises are for preproduction" },
  { path: "tier", reason: "class of environment, from which defaults come" },
  { path: "engine/**", reason: "address of the environment's own engine" },
  { path: "**/labels/palier.stack", reason: "names the environment" },
  { path: "**/labels/palier.tier", reason: "class of environment" },
  { path: "**/labels/palier.spec", reason: "hash of a container whose declared parts differ" },
  { path: "**/spec", reason: "the same hash" },
  { path: "**/processes/*/alias", reason: "holds a hash of the container" },
  { path: "**/networks/*/aliases/*", reason: "the same alias" },
  { path: "**/image", reason: "tags of this machine in development, digests elsewhere" },
  { path: "**/helperImage", reason: "the same images" },
  { path: "**/limits/memory", reason: "size" },
  { path: "**/limits/cpuShares", reason: "size" },
  { path: "**/cpus", reason: "size" },
  { path: "**/logging/**", reason: "a busier site keeps more" },
  { path: "**/tmpfs/**", reason: "shared memory follows the memory limit" },
  {
    path: "**/files/*/content/text",
    reason: "settings of database and cache follow the memory limit",
  },
  { path: "**/environment/WEB_CONCURRENCY", reason: "follows the number of cores" },
  { path: "**/environment/ALLOWED_HOSTS", reason: "host names" },
  { path: "**/environment/DJANGO_ALLOWED_HOSTS", reason: "host names" },
  { path: "**/environment/CSRF_TRUSTED_ORIGINS", reason: "host names" },
  { path: "**/environment/SITE_URL", reason: "host names" },
  { path: "**/environment/DEFAULT_FROM_EMAIL", reason: "mail is sent in the name of the site" },
  { path: "**/environment/EMAIL_BACKEND", reason: "development prints its mail" },
  { path: "**/environment/EMAIL_HOST", reason: "preproduction catches all mail" },
  { path: "applications/*/release/reference", reason: "the same images" },
  {
    path: "applications/*/lifecycle/migrations/approvalRequired",
    reason: "only production has data that a person has to answer for",
  },
  {
    path: "applications/*/lifecycle/watch/*",
    reason: "users of production are watched over for longer",
  },
  {
    path: "applications/*/lifecycle/restorePoint/keep",
    reason: "production looks back further",
  },
  { path: "applications/*/host", reason: "host names" },
  { path: "applications/*/url", reason: "host names" },
  { path: "proxy/configuration/sites/*/hosts/*", reason: "host names" },
  {
    path: "proxy/configuration/hsts/maxAgeSeconds",
    reason: "browsers must forget a development site soon",
  },
  { path: "proxy/configuration/nginx/**", reason: "version of the image" },
  {
    path: "proxy/configuration/tls/**",
    reason: "a local authority in development, real certificates elsewhere",
  },
  { path: "proxy/container/mounts//etc/palier/tls/**", reason: "the same certificates" },
  {
    path: "proxy/container/ports/*/address",
    reason: "a development site is for its own machine only",
  },
  {
    path: "proxy/configuration/sites/*/routes/*/rateLimit/**",
    reason: "people who develop log in more often",
  },
];
