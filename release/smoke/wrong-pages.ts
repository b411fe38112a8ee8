import type { SmokeAnswer } from "./answer";

/** A well-known page that shows that something else than the application has answered. */
interface WrongPage {
  /** Completes "the answer is". */
  readonly name: string;
  /** What its source contains, as narrow as it can be: an application may well write about nginx. */
  readonly body?: RegExp;
  /** Where it sends the browser. */
  readonly location?: RegExp;
}

// Repetitions have limits: without them a page of a megabyte could take hours.
const wrongPages: readonly WrongPage[] = [
  { name: "nginx's welcome page", body: /<title>Welcome to nginx[^<]{0,300}<\/title>/i },
  {
    name: "a web server's default page",
    body: /^\s*<html><body><h1>It works!<\/h1>|<title>(?:Apache2? [^<]{0,300}(?:Default Page|Test Page)|Test Page for the [^<]{0,300}HTTP Server|Caddy works!|IIS Windows Server|Apache Tomcat\/)/i,
  },
  { name: "a listing of a folder", body: /<title>(?:Index of|Directory listing for) \// },
  {
    name: "Django's page of a new project",
    body: /<title>The install worked successfully! Congratulations!<\/title>/,
  },
  { name: "Django's debug page", body: /error because you have (?:<code>)?DEBUG = True/ },
  {
    name: "the Werkzeug debugger",
    body: /<title>[^<]{0,300}\/\/ Werkzeug Debugger<\/title>|\?__debugger__=yes/,
  },
  {
    name: "WordPress's installer",
    body: /<title>WordPress [^<]{0,300}(?:Installation|Setup Configuration File)|\baction="install\.php\?step=/,
    location: /\/wp-admin\/(?:install|setup-config)\.php/,
  },
  {
    name: "Moodle's installer",
    body: /\/install\/css\.php"|<form[^>]{0,300}\baction="install\.php"|name="agreelicense"/,
    location: /\/install\.php(?:\?|$)|\/admin\/index\.php(?:\?|$)/,
  },
  {
    name: "a Moodle that waits for its upgrade",
    body: /Site is being upgraded, please retry later|<body[^>]{0,300}\bid="page-admin-upgradesettings"/,
  },
  {
    name: "Moodle's own maintenance page",
    body: /This site is undergoing maintenance and is currently not available/,
  },
  {
    name: "a page without its database",
    body: /<title>(?:Database connection failed|Database Error|Error: Database connection failed)|<h1>Error establishing a database connection<\/h1>/i,
  },
  {
    name: "Odoo's database manager",
    body: /class="[^"]{0,300}\bo_database_list\b|action="\/web\/database\/(?:create|restore)"/,
    location: /\/web\/database\/(?:selector|manager|create)\b/,
  },
  {
    name: "Laravel's debug page",
    body: /\bwindow\.ignite\(|class="[^"]{0,300}\bWhoops container\b|Whoops, looks like something went wrong\./,
  },
  {
    name: "Symfony's debug page",
    body: /class="[^"]{0,300}\bexception-(?:summary|message-wrapper)\b/,
  },
  {
    name: "an error of PHP",
    body: /<b>(?:Fatal error|Parse error|Warning|Notice|Deprecated)<\/b>:\s[^]{1,2000}? on line <b>\d+<\/b>|^(?:PHP )?(?:Fatal|Parse) error:\s.{0,2000} on line \d+/m,
  },
  { name: "phpinfo()", body: /<title>(?:PHP [\d.]+\S* - )?phpinfo\(\)<\/title>/ },
  { name: "the Rails debug page", body: /<title>Action Controller: Exception caught<\/title>/ },
];

/** Name of the wrong page that an answer is, whatever its status; undefined for all others. */
export function wrongPageOf({ body, headers }: SmokeAnswer): string | undefined {
  const location = headers.location ?? "";
  return wrongPages.find(
    (page) => page.body?.test(body) === true || page.location?.test(location) === true,
  )?.name;
}
