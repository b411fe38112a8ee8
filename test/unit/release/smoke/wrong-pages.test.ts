import assert from "node:assert/strict";

import { wrongPageOf } from "../../../../release/smoke/wrong-pages";

/** Excerpts of the pages as the programs write them. */
const wrong: readonly (readonly [name: string, body: string, location?: string])[] = [
  ["nginx's welcome page", "<!DOCTYPE html>\n<html>\n<head>\n<title>Welcome to nginx!</title>"],
  ["nginx's welcome page", "<title>Welcome to nginx on Debian!</title>"],
  ["a web server's default page", "<html><body><h1>It works!</h1></body></html>\n"],
  ["a web server's default page", "<title>Apache2 Debian Default Page: It works</title>"],
  ["a web server's default page", "<title>Apache HTTP Server Test Page powered by CentOS</title>"],
  ["a web server's default page", "<title>Test Page for the HTTP Server on Fedora</title>"],
  ["a listing of a folder", "<html>\r\n<head><title>Index of /media/</title></head>"],
  ["a listing of a folder", "<title>Directory listing for /</title>"],
  [
    "Django's page of a new project",
    "<title>The install worked successfully! Congratulations!</title>",
  ],
  [
    "Django's debug page",
    "<p>You’re seeing this error because you have <code>DEBUG = True</code> in your Django settings file.",
  ],
  [
    "Django's debug page",
    "You're seeing this error because you have DEBUG = True in your\nDjango settings file.",
  ],
  [
    "the Werkzeug debugger",
    "<title>ZeroDivisionError: division by zero // Werkzeug Debugger</title>",
  ],
  [
    "Moodle's installer",
    '<link rel="stylesheet" type="text/css" href="https://m.test/install/css.php" /><title>Installation - Moodle 4.1.2</title>',
  ],
  ["Moodle's installer", "", "https://moodle.test/install.php"],
  ["Moodle's installer", "", "https://moodle.test/admin/index.php?cache=0"],
  ["a Moodle that waits for its upgrade", "<p>Site is being upgraded, please retry later.</p>"],
  [
    "Moodle's own maintenance page",
    "<p>This site is undergoing maintenance and is currently not available</p>",
  ],
  ["a page without its database", "<title>Database connection failed</title>"],
  ["a page without its database", "<h1>Error establishing a database connection</h1>"],
  ["Odoo's database manager", '<div class="list-group o_database_list"><a href="/web?db=x">'],
  ["Odoo's database manager", "", "/web/database/selector"],
  ["Laravel's debug page", "<script>window.ignite(window.data);</script>"],
  ["Laravel's debug page", '<div class="Whoops container">'],
  ["Symfony's debug page", '<div class="exception-summary">'],
  [
    "an error of PHP",
    "<br />\n<b>Warning</b>:  Undefined variable $x in <b>/var/www/html/a.php</b> on line <b>3</b><br />",
  ],
  [
    "an error of PHP",
    "<b>Fatal error</b>:  Uncaught Error: x in /a.php:3\nStack trace:\n#0 {main}\n  thrown in <b>/a.php</b> on line <b>3</b>",
  ],
  ["an error of PHP", "PHP Fatal error:  Uncaught Error in /a.php on line 3"],
  ["phpinfo()", '<title>PHP 8.2.29 - phpinfo()</title><meta name="ROBOTS"'],
  ["WordPress's installer", "<title>WordPress &rsaquo; Installation</title>"],
  ["WordPress's installer", "", "https://blog.test/wp-admin/install.php"],
  ["the Rails debug page", "<title>Action Controller: Exception caught</title>"],
];

describe("well-known wrong pages", () => {
  for (const [name, body, location] of wrong) {
    it(`${name}: ${location ?? body.slice(0, 60).replaceAll("\n", " ")}`, () => {
      const headers: Record<string, string> = location === undefined ? {} : { location };
      for (const status of [200, 302, 500]) {
        assert.equal(wrongPageOf({ status, headers, body }), name);
      }
    });
  }

  it("are not pages that write about them, log in or redirect as applications do", () => {
    const pages = [
      "<title>How to install nginx</title><p>You will see “Welcome to nginx!” and then It works!</p>",
      "<title>Warning: cold</title><p>Fatal error on line 3</p><b>Warning</b>: read this",
      "<p>Set DEBUG = True in your settings, then run phpinfo() or open /install.php</p>",
      "<title>Index of authors</title><h1>Database errors</h1>",
      '<body class="o_web_client"><form action="/web/login" class="oe_login_form">',
      '<body id="page-login-index" class="format-site"><form action="/login/index.php">',
    ];
    for (const body of pages) {
      assert.equal(wrongPageOf({ status: 200, headers: {}, body }), undefined, body);
    }
    for (const location of ["/login/?next=/install.php.html", "/admin/", "/web", "/web/login"]) {
      assert.equal(
        wrongPageOf({ status: 302, headers: { location }, body: "" }),
        undefined,
        location,
      );
    }
  });

  // Quadratic time would be many minutes, which the limit of every test ends.
  for (const piece of [
    "<b>Warning</b>: ",
    "<title>Apache ",
    '<form action="',
    'class="',
    "<html",
  ]) {
    it(`are looked for in a megabyte of ${piece}`, () => {
      const body = piece.repeat((1024 * 1024) / piece.length);
      assert.equal(wrongPageOf({ status: 200, headers: {}, body }), undefined);
    });
  }
});
