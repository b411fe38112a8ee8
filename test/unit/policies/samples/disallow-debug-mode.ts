import { filled, uploaded, unknownFiles } from "../support/configurations";
import { both, container } from "../support/resources";
import { type Sample, type Samples, variants } from "../support/samples";
import { unknownText } from "../support/unknown";

const variable = (entry: string): Sample => both({ envs: ["SITE=x", entry] });
const file = (path: string, text: string): Sample =>
  variants(
    uploaded("web", { [`/app/${path}`]: `# written\n${text}` }),
    filled("web", { [path]: `# written\n${text}` }),
  );
const command = (...words: readonly string[]): Sample => both({ command: words });

const on = /variable \S+ switches debugging on; write false/;
const environment = /variable \S+ chooses an environment for development; write production/;
const settings = /variable DJANGO_SETTINGS_MODULE chooses settings for development/;
const written = /, line 2: \S+ switches debugging on; write off/;
const ordered = /its command switches debugging on with \S+; leave it out/;

export const samples: Samples = {
  levels: "- M M M",
  compliant: {
    production: both({
      envs: ["DEBUG=false", "DJANGO_ENV=production", "DJANGO_SETTINGS_MODULE=core.settings"],
      command: ["gunicorn", "core.wsgi:application"],
    }),
    "other spellings": both({
      envs: ["APP_DEBUG=0", "XDEBUG_MODE=off", "WP_DEBUG=", "PHP_DISPLAY_ERRORS=Off"],
    }),
    "errors in the log": variable("PHP_DISPLAY_ERRORS=stderr"),
    "environments that are not for development": both({
      envs: ["APP_ENV=staging", "NODE_ENV=prod"],
    }),
    "names that only sound like it": both({
      envs: ["DEBUGGING_HOST=a", "ENVIRONMENTS=dev", "MY_SETTINGS=core.dev", "DATABASE_LOCAL=dev"],
    }),
    "settings that only sound like it": variable(
      "DJANGO_SETTINGS_MODULE=core.production_debugless",
    ),
    "files for production": file("php.ini", "display_errors = Off\nxdebug.mode = off"),
    "a file for production of Odoo": file("odoo.conf", "dev_mode = False\nlist_db = False"),
    "variables in a file": file(".env.production", "APP_DEBUG=false"),
    "settings of others": file("supervisord.conf", "debug = true"),
    "a development mode of others": file("tool.ini", "mode = dev_mode"),
    "options that are off": command("odoo", "--dev=no", "--debug=0"),
    "a file that only sounds like a server": command("python", "runserver.py"),
    "settings of others on a command line": command("server", "--log-level=debug", "x=reload"),
    "an input that is not known, with files of others": unknownFiles(
      "cache",
      "redis.conf",
      "users.acl",
    ),
  },
  violating: {
    "Django's and others'": [variable("DEBUG=True"), on],
    "Laravel's": [variable("APP_DEBUG=1"), on],
    "one in small letters": [variable("app_debug=yes"), on],
    "a list of parts": [variable("DEBUG=express:*"), on],
    "errors on the page": [variable("PHP_DISPLAY_ERRORS=On"), on],
    "errors at the start on the page": [variable("DISPLAY_STARTUP_ERRORS=1"), on],
    Xdebug: [variable("XDEBUG_MODE=develop,debug"), on],
    "Xdebug's client": [variable("XDEBUG_CONFIG=client_host=hunter2"), on],
    ...Object.fromEntries(
      ["dev", "develop", "Development", "debug", "local", "test", "testing"].map((name) => [
        `the environment ${name}`,
        [variable(`APP_ENV=${name}`), environment] as const,
      ]),
    ),
    "an environment in another variable": [variable("ENVIRONMENT=development"), environment],
    "an environment in the shortest one": [variable("ENV=dev"), environment],
    ...Object.fromEntries(
      [
        "core.settings.dev",
        "core.settings.develop",
        "settings_development",
        "debug",
        "core.local",
      ].map((name) => [
        `settings in ${name}`,
        [variable(`DJANGO_SETTINGS_MODULE=${name}`), settings] as const,
      ]),
    ),
    "a variable in a file": [
      file(".env", "APP_DEBUG=true"),
      /\.env, line 2: variable APP_DEBUG sw/,
    ],
    "an environment in a file": [
      file("production.env", "APP_ENV=local"),
      /production\.env, line 2: variable APP_ENV chooses/,
    ],
    PHP: [file("php.ini", "display_errors = On"), written],
    "PHP at the start": [file("conf.d/errors.ini", "display_startup_errors=1"), written],
    "Xdebug in a file": [file("xdebug.ini", "xdebug.mode = debug"), written],
    "PHP-FPM": [file("php-fpm.d/www.conf", "php_flag[display_errors] = on"), written],
    "PHP-FPM of a version": [
      file("php/8.2/fpm/pool.d/www.conf", "php_flag[display_errors] = on"),
      written,
    ],
    Odoo: [file("odoo.conf", "dev_mode = all"), written],
    "Odoo by its old name": [file("openerp-server.conf", "dev_mode = all"), written],
    "a server for development": [
      command("python3", "manage.py", "runserver", "0.0.0.0:8000"),
      /its command starts a server for development; start one like "gunicorn"/,
    ],
    "one in the entry point": [
      both({ entrypoints: ["python3", "manage.py", "runserver"] }),
      /starts a server for development/,
    ],
    "one in a line for a shell": [
      command("sh", "-c", "python3 manage.py runserver"),
      /starts a server for development/,
    ],
    Flask: [command("flask", "run", "--debug"), ordered],
    "its debugger": [command("flask", "run", "--debugger"), ordered],
    "code that is loaded again": [command("uvicorn", "app:app", "--reload"), ordered],
    "Odoo's option": [command("odoo", "--dev=all"), ordered],
    "PHP's option": [command("php", "-d", "display_errors=1"), ordered],
    several: [
      both({ envs: ["DEBUG=1", "APP_ENV=dev"], command: ["x", "--debug"] }),
      /write|leave/,
      3,
    ],
  },
  besideUnknown: {
    "a variable": both({ envs: [unknownText, "DEBUG=1"], command: [unknownText] }),
    "a command": both({ command: [unknownText, "--debug"] }),
  },
  postponed: {
    "an input that is not known, by the names of its files": unknownFiles("web", ".env"),
    "a variable that is not known": container({ envs: [unknownText] }),
    "a file that is not known": uploaded("web", { "/app/.env": unknownText }),
  },
};
