import type { EnvironmentValue, SettingNeed } from "./types";

const everyTier = (value: string): SettingNeed["default"] => ({
  development: value,
  preproduction: value,
  production: value,
});

/** What an operator may say about a Django application. */
export const djangoSettings: Readonly<Record<string, SettingNeed>> = {
  adminUsername: {
    description: "Login of the first administrator, made by the first release.",
    type: "string",
    default: everyTier("admin"),
  },
  adminEmail: {
    description: "Address of the first administrator; error reports go there.",
    type: "string",
    default: { development: "admin@example.org" },
  },
  emailBackend: {
    description: "Django's mail backend; outside development mail is really sent.",
    type: "string",
    default: {
      development: "django.core.mail.backends.console.EmailBackend",
      preproduction: "django.core.mail.backends.smtp.EmailBackend",
      production: "django.core.mail.backends.smtp.EmailBackend",
    },
  },
  emailHost: {
    description: "Mail server; in preproduction one that catches all mail.",
    type: "string",
    default: { development: "localhost" },
  },
  emailPort: {
    description: "Port of the mail server.",
    type: "integer",
    default: everyTier("587"),
  },
  emailUser: {
    description: "Login at the mail server; empty for none.",
    type: "string",
    default: everyTier(""),
  },
  emailUseTls: {
    description: "Whether the connection to the mail server starts TLS.",
    type: "boolean",
    default: everyTier("true"),
  },
  emailFrom: {
    description: "Sender of the application's mail.",
    type: "string",
    default: { development: "no-reply@example.org" },
  },
  secretVariables: {
    description:
      "Comma separated variables that the image's entrypoint (palier-entrypoint) fills from the files named by NAME_FILE; for projects whose settings read variables only.",
    type: "string",
    default: everyTier(""),
  },
  corsAllowedOrigins: {
    description: "Comma separated origins of other sites that may call the API; empty for none.",
    type: "string",
    default: everyTier(""),
  },
};

const literal = (value: string): EnvironmentValue => ({ from: "literal", value });
const setting = (name: string): EnvironmentValue => ({ from: "setting", setting: name });
const file = (name: string): EnvironmentValue => ({ from: "secret-file", file: name });

/**
 * The environment of every Django process. Database and cache are given both as one address and in
 * parts, because projects differ in what their settings read; both come from the same declaration.
 */
export const djangoEnvironment: Readonly<Record<string, EnvironmentValue>> = {
  ALLOWED_HOSTS: { from: "hosts", separator: "," },
  APP_VERSION: { from: "release", part: "version" },
  CACHE_URL_FILE: file("cache-url"),
  CELERY_BROKER_URL_FILE: file("broker-url"),
  CELERY_RESULT_BACKEND_FILE: file("result-url"),
  CORS_ALLOWED_ORIGINS: setting("corsAllowedOrigins"),
  CSRF_TRUSTED_ORIGINS: { from: "origins", separator: "," },
  DATABASE_URL_FILE: file("database-url"),
  DB_ENGINE: { from: "database", part: "engine" },
  DB_HOST: { from: "database", part: "host" },
  DB_NAME: { from: "database", part: "name" },
  DB_PASSWORD_FILE: file("database-password"),
  DB_PORT: { from: "database", part: "port" },
  DB_USER: { from: "database", part: "user" },
  // Wrong in every environment that others reach, and every environment has to behave the same.
  DEBUG: literal("false"),
  DEFAULT_FROM_EMAIL: setting("emailFrom"),
  // The name that some projects' production settings read; the same value as ALLOWED_HOSTS.
  DJANGO_ALLOWED_HOSTS: { from: "hosts", separator: "," },
  // Migrations are a task of the release: two containers that start at once must not both migrate.
  DJANGO_AUTO_MIGRATE: literal("false"),
  // The application's own safety checks for production hold everywhere, so that they are met before production.
  DJANGO_ENV: literal("production"),
  DJANGO_SUPERUSER_EMAIL: setting("adminEmail"),
  DJANGO_SUPERUSER_PASSWORD_FILE: file("admin-password"),
  DJANGO_SUPERUSER_USERNAME: setting("adminUsername"),
  EMAIL_BACKEND: setting("emailBackend"),
  EMAIL_HOST: setting("emailHost"),
  EMAIL_HOST_PASSWORD_FILE: file("email-password"),
  EMAIL_HOST_USER: setting("emailUser"),
  EMAIL_PORT: setting("emailPort"),
  EMAIL_USE_TLS: setting("emailUseTls"),
  MAX_UPLOAD_MB: { from: "body-megabytes" },
  MEDIA_ROOT: literal("/app/media"),
  PALIER_SECRET_VARIABLES: setting("secretVariables"),
  PYTHONUNBUFFERED: literal("1"),
  RATELIMIT_ENABLE: literal("true"),
  REDIS_DB: { from: "cache-database", database: "cache" },
  REDIS_HOST: { from: "cache", part: "host" },
  REDIS_PASSWORD_FILE: file("cache-password"),
  REDIS_PORT: { from: "cache", part: "port" },
  SECRET_KEY_FILE: file("secret-key"),
  SITE_URL: { from: "origin" },
  SSL_ENABLED: literal("true"),
  STATIC_ROOT: literal("/app/static"),
  WEB_CONCURRENCY: { from: "web-concurrency" },
};
