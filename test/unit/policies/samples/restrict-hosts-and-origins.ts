import { filled, uploaded, unknownFiles } from "../support/configurations";
import { both, container } from "../support/resources";
import { type Sample, type Samples, variants } from "../support/samples";
import { unknownText } from "../support/unknown";

const variable = (...entries: readonly string[]): Sample => both({ envs: ["SITE=x", ...entries] });
const file = (path: string, text: string): Sample =>
  variants(uploaded("web", { [`/etc/${path}`]: text }), filled("web", { [path]: text }));

const anyName = /variable \S+ lets the site answer to any name; write its own/;
const loose =
  /variable \S+ trusts pages of any site or without TLS; write origins that begin with https/;
const all = /variable \S+ trusts pages of any site; write false, and list the origins/;
const databases = /conf: shows the names of all databases; write "list_db = False"/;
const unfiltered = /conf: serves any database to anybody; write a "dbfilter"/;

export const samples: Samples = {
  levels: "- M M M",
  compliant: {
    "its own names and origins": variable(
      "ALLOWED_HOSTS=copies.example.org",
      "CSRF_TRUSTED_ORIGINS=https://copies.example.org",
      "CORS_ALLOWED_ORIGINS=",
      "CORS_ALLOW_ALL_ORIGINS=false",
    ),
    "several of them": variable(
      "DJANGO_ALLOWED_HOSTS=a.example.org,b.example.org",
      "CORS_ALLOWED_ORIGINS=https://a.example.org https://b.example.org",
    ),
    "a list in JSON": variable('CORS_ORIGINS=["https://a.example.org","https://b.example.org"]'),
    "other variables": variable(
      "HOSTS=*",
      "ORIGIN=http://a",
      "CORS_ALLOWED_METHODS=*",
      "ALLOWED_HOSTS_FILE=*",
    ),
    expressions: variable("CORS_ALLOWED_ORIGIN_REGEXES=^https://.*\\.example\\.org$"),
    "Odoo with one database": file("odoo.conf", "[options]\nlist_db = False\ndbfilter = ^shop$"),
    "a file that is on another machine": container({
      uploads: [{ file: "/etc/odoo.conf", source: "odoo.conf" }],
    }),
    "a file of others": file("other.conf", "list_db = True"),
    "variables in a file": file(".env", "ALLOWED_HOSTS=a.example.org"),
    "an input that is not known, with files of others": unknownFiles(
      "cache",
      "redis.conf",
      "users.acl",
    ),
  },
  violating: {
    "any name": [variable("ALLOWED_HOSTS=*"), anyName],
    "any name among others": [variable("DJANGO_ALLOWED_HOSTS=a.example.org, *"), anyName],
    "any name below one": [variable("TRUSTED_HOSTS=*.example.org"), anyName],
    "any name in JSON": [variable('ALLOWED_HOST=["*"]'), anyName],
    "any name in a file": [
      file(".env", "ALLOWED_HOSTS=*"),
      /\.env, line 1: variable ALLOWED_HOSTS lets the site/,
    ],
    "any origin": [variable("CORS_ALLOWED_ORIGINS=*"), loose],
    "an origin without TLS": [
      variable("CSRF_TRUSTED_ORIGINS=https://a.example.org,http://hunter2"),
      loose,
    ],
    "any origin below a name": [variable("ALLOWED_ORIGIN=https://*.example.org"), loose],
    "origins in other variables": [
      variable(
        "CORS_ORIGIN_WHITELIST=null",
        "TRUSTED_ORIGINS=a.example.org",
        "CSRF_ORIGINS=http://a.example.org",
      ),
      loose,
      3,
    ],
    "all origins": [variable("CORS_ALLOW_ALL_ORIGINS=True"), all],
    "all origins by the old name": [variable("CORS_ORIGIN_ALLOW_ALL=1"), all],
    "Odoo's list of databases": [file("odoo.conf", "list_db = True\ndbfilter = ^shop$"), databases],
    "the same where nothing is said": [file("odoo.conf", "dbfilter = ^shop$"), databases],
    "no filter": [file("odoo/odoo.conf", "list_db = False"), unfiltered],
    "an empty filter": [file("openerp-server.conf", "list_db = False\ndbfilter ="), unfiltered],
    "a filter that takes all": [file("odoo.conf", "list_db = False\ndbfilter = .*"), unfiltered],
  },
  besideUnknown: {
    "a variable": both({ envs: [unknownText, "ALLOWED_HOSTS=*"] }),
  },
  postponed: {
    "an input that is not known, by the names of its files": unknownFiles("web", "odoo.conf"),
    "a file that is not known": uploaded("web", { "/etc/odoo.conf": unknownText }),
  },
};
