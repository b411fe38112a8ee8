import { djangoEnvironment, djangoSettings } from "./django-environment";
import { djangoMigrations } from "./django-migrations";
import type { Blueprint, ProcessNeed, RouteNeed } from "./types";

const tmpfs = {
  // Uploads above 2.5 MB are spooled here before they reach the media volume.
  "/tmp": "size=128m,mode=1777",
};

function health(role: string, startPeriod: string): ProcessNeed["health"] {
  return {
    command: ["python3", "/app/healthcheck.py", role],
    // The first probe comes after one interval, and a release waits for it.
    interval: role === "web" ? "5s" : "10s",
    timeout: role === "web" ? "4s" : "9s",
    retries: 3,
    startPeriod,
  };
}

const processes: Readonly<Record<string, ProcessNeed>> = {
  web: {
    kind: "web",
    command: ["gunicorn", "-c", "/app/gunicorn.conf.py", "core.wsgi:application"],
    port: 8000,
    health: health("web", "30s"),
    // gunicorn finishes the requests in flight: more than its own limit of 120 s for one request.
    stopGraceSeconds: 130,
    readOnlyRoot: true,
    tmpfs,
    minimumMemory: 192,
    outbound: true,
  },
  worker: {
    kind: "worker",
    command: ["celery", "-A", "core", "worker", "-l", "info", "--concurrency", "2"],
    health: health("worker", "30s"),
    // A warm shutdown waits for the running tasks, which end after 300 s at the latest.
    stopGraceSeconds: 310,
    readOnlyRoot: true,
    tmpfs,
    minimumMemory: 192,
    outbound: true,
  },
  beat: {
    kind: "scheduler",
    command: [
      "celery",
      "-A",
      "core",
      "beat",
      "-l",
      "info",
      "--schedule",
      "/tmp/celerybeat-schedule",
      "--pidfile=",
    ],
    health: health("beat", "30s"),
    stopGraceSeconds: 20,
    readOnlyRoot: true,
    tmpfs,
    minimumMemory: 96,
    outbound: false,
  },
};

const page = {
  kind: "application",
  match: "prefix",
  rateLimit: undefined,
  readTimeoutSeconds: 120,
  websocket: false,
  bodyMegabytes: undefined,
  process: undefined,
} as const;

// Slow enough to make guessing hopeless, fast enough for a class that logs in behind one address.
const login = {
  ...page,
  rateLimit: { requestsPerMinute: 30, burst: 20 },
  bodyMegabytes: 1,
} as const;

const routes: readonly RouteNeed[] = [
  { ...page, path: "/" },
  { ...login, path: "/accounts/login/" },
  { ...login, path: "/admin/login/" },
  // Short, so that a probe of a hanging application fails while the operator still looks.
  // Probes see the application, not the maintenance page.
  {
    ...page,
    path: "/api/health/",
    readTimeoutSeconds: 10,
    bodyMegabytes: 1,
    openInMaintenance: true,
  },
  { kind: "static", path: "/static/", folder: "volume:static", maxAgeDays: 365, immutable: true },
  { kind: "protected", path: "/protected-media/", folder: "volume:media" },
  // Uploaded copies are handed out by the application after it has checked who asks.
  { kind: "denied", path: "/media/", match: "prefix" },
];

// What no request and no passing trouble of a server causes: the release cannot be right.
const fatalLogLines = [
  "django\\.core\\.exceptions\\.ImproperlyConfigured",
  "ModuleNotFoundError: No module named|ImportError: cannot import name",
  // A table or a column that the code expects is not there.
  "django\\.db\\.utils\\.ProgrammingError",
  "django\\.db\\.utils\\.OperationalError: .*(?:authentication failed|Access denied|could not translate host name|Unknown (?:column|database|(?:MySQL )?server host))",
  // gunicorn
  "Worker failed to boot|was sent SIGKILL! Perhaps out of memory",
  // Celery throws such a task away.
  "Received unregistered task of type",
] as const;

/** A Django application with Celery: web processes, workers and exactly one beat. */
export const django: Blueprint = {
  kind: "django",
  description:
    "Django with Celery workers and one beat scheduler, PostgreSQL or MariaDB, and Redis.",
  user: { uid: 1000, gid: 1000 },
  database: {
    engines: ["postgresql", "mariadb"],
    minimum: { postgresql: "15", mariadb: "10.11" },
  },
  // The broker's database is apart from the cache's, so that clearing the cache cannot drop queued tasks.
  cache: { databases: { broker: 0, results: 1, cache: 2 } },
  secrets: {
    // Sessions and signed links die with it.
    "secret-key": { source: "generated", length: 64, keep: true },
    "admin-password": { source: "generated", length: 32, keep: true },
    "email-password": { source: "configured", requiredIn: [] },
  },
  secretFiles: {
    "admin-password": { holds: "secret", secret: "admin-password" },
    "broker-url": { holds: "cache-url", database: "broker" },
    "cache-password": { holds: "cache-password" },
    "cache-url": { holds: "cache-url", database: "cache" },
    "database-password": { holds: "database-password" },
    "database-url": {
      holds: "database-url",
      schemes: { postgresql: "postgres", mariadb: "mysql" },
    },
    "email-password": { holds: "secret", secret: "email-password" },
    "result-url": { holds: "cache-url", database: "results" },
    "secret-key": { holds: "secret", secret: "secret-key" },
  },
  environment: djangoEnvironment,
  settings: djangoSettings,
  administrator: { setting: "adminUsername", secret: "admin-password" },
  volumes: {
    media: { path: "/app/media", holds: "data", writers: ["web", "worker", "tasks"] },
    static: { path: "/app/static", holds: "derived", writers: ["tasks"] },
  },
  processes,
  tasks: [
    {
      name: "collectstatic",
      // Names change with the content, so that the files of both releases lie side by side.
      when: "first",
      command: ["python3", "manage.py", "collectstatic", "--noinput"],
      timeoutSeconds: 300,
    },
    {
      name: "ensure-admin",
      when: "new-site",
      command: ["python3", "manage.py", "ensure_admin"],
      timeoutSeconds: 60,
    },
  ],
  routes,
  loginRoute: login,
  health: { live: "/api/health/live", ready: "/api/health/ready" },
  headers: {
    contentSecurityPolicy:
      "default-src 'self'; img-src 'self' data: blob:; style-src 'self'; script-src 'self'; " +
      "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'",
    contentSecurityPolicyReportOnly: false,
    frameOptions: "DENY",
    referrerPolicy: "strict-origin-when-cross-origin",
    permissionsPolicy: "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
  },
  lifecycle: {
    migrations: djangoMigrations,
    smokeTests: [{ path: "/api/health/ready" }],
    fatalLogLines,
  },
};
