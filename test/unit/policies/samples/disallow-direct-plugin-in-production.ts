import { both, container } from "../support/resources";
import { configured, type Samples } from "../support/samples";
import { unknownFlag, unknownList, unknownText } from "../support/unknown";

const mount = (target: string, readOnly?: boolean) =>
  both({ mounts: [{ type: "volume", source: "x", target, readOnly }] });
const command = (...words: string[]) => both({ command: words });
const shell = (line: string) => both({ command: ["sh", "-c", line] });
const env = (...envs: string[]) => both({ envs });
const writes = /may write into its code or plugins; write "readOnly" into "[\w.]*mounts"/;
const installs = /"(?:command|[\w.]*args)" installs or updates code; build it into the image/;
const quiet = ["server", "--quiet", "--quiet", "--quiet", "--quiet"];

export const samples: Samples = {
  levels: "- - M M",
  compliant: {
    "an image that brings everything": both({
      mounts: [{ type: "volume", source: "media", target: "/app/media", readOnly: true }],
      command: quiet,
      entrypoints: quiet,
      healthcheck: { tests: ["CMD", ...quiet] },
    }),
    "data below the code": mount("/app/media"),
    "data beside the code": mount("/application"),
    "data of an application that keeps plugins elsewhere": mount("/var/lib/odoo"),
    "code that is only read": mount("/app", true),
    "plugins that are only read": mount("/mnt/extra-addons", true),
    "names that merely sound alike": mount("/data/my-modules"),
    "a server of these programs": command("odoo", "--workers", "4", "--interval", "5"),
    "a task of the framework": command("python3", "manage.py", "collectstatic"),
    "another order": command("composer", "dump-autoload"),
    "an order far behind": command("npm", "run", "start", "--", "install"),
    "another program with the same order": command("tool", "install", "fetch", "plugin", "-u"),
    "another order of Alpine's": command("apk", "info"),
    "another order of Git's": command("git", "status"),
    "another order of WordPress's": command("wp", "cron"),
    "plugins that nobody may install": env("PLUGIN_UPLOAD=false", "ADDONS_INSTALL="),
    "other switches": env("UPLOAD=true"),
    "what the tier calls code": configured(
      { codeFolders: ["/x"] },
      container({ mounts: [{ target: "/app" }] }),
    ),
  },
  violating: {
    "a volume on the code": [mount("/app"), writes],
    "a volume on the code by a detour": [mount("/srv/../app/"), writes],
    "a volume on the code of another image": [mount("/code"), writes],
    "a volume on optional code": [mount("/opt/app"), writes],
    "a volume on served code": [mount("/srv/app"), writes],
    "a volume on Node's code": [mount("/usr/src/app"), writes],
    "a volume on PHP's code": [mount("/var/www/html"), writes],
    "a volume on Alpine's code": [mount("/var/www/localhost/htdocs"), writes],
    "a volume around the code": [mount("/var/www"), writes],
    "a volume on plugins": [mount("/mnt/extra-addons", false), writes],
    "plugins of the organisation": [mount("/opt/custom_addons"), writes],
    "plugins by that name": [mount("/var/lib/x/plugins/"), writes],
    modules: [mount("/x/modules"), writes],
    "modules of Moodle": [mount("/x/mod"), writes],
    "a theme": [mount("/x/theme"), writes],
    themes: [mount("/x/themes"), writes],
    "PHP packages": [mount("/x/vendor"), writes],
    extensions: [mount("/x/extensions"), writes],
    "Python packages": [mount("/usr/lib/python3/dist-packages"), writes],
    "Python packages of the image": [mount("/usr/local/lib/python3.12/site-packages"), writes],
    "Node packages": [mount("/x/node_modules"), writes],
    "a folder of the host": [
      both({ volumes: [{ hostPath: "/srv/addons", containerPath: "/x/addons" }] }),
      writes,
    ],
    "a module that is installed at the start": [command("odoo", "-i", "sale"), installs],
    "a module by the long option": [command("odoo-bin", "-c", "x", "--init=sale"), installs],
    "a module that is updated": [command("odoo", "-u", "all"), installs],
    "a module that is updated by the long option": [command("odoo", "--update", "all"), installs],
    "Python's packages": [command("/usr/bin/pip3.12", "install", "x"), installs],
    "Python's packages by its module": [shell("python -m pip --quiet install x; start"), installs],
    "Python's programs": [command("pipx", "install", "x"), installs],
    "Python's packages faster": [command("uv", "pip", "install", "x"), installs],
    "a tool of Python": [command("uv", "add", "x"), installs],
    "Ruby's packages": [command("gem", "install", "x"), installs],
    "PHP's packages": [command("composer", "require", "x"), installs],
    "PHP's packages anew": [command("composer", "update"), installs],
    "Node's packages": [command("npm", "i"), installs],
    "Node's packages in another way": [command("yarn", "add", "x"), installs],
    "Node's packages faster": [command("pnpm", "install"), installs],
    "Node's packages by the lock file": [shell("(npm ci) && start"), installs],
    "packages of Debian": [shell("apt-get -y install git"), installs],
    "packages of Ubuntu": [command("apt", "upgrade"), installs],
    "packages of Alpine": [command("apk", "add", "git"), installs],
    "packages of Fedora": [command("dnf", "install", "git"), installs],
    "packages of others": [command("yum", "install", "git"), installs],
    "packages of small images": [command("microdnf", "install", "git"), installs],
    "newest code": [shell("'git' pull"), installs],
    "code from elsewhere": [command("git", "-C", "/app", "clone"), installs],
    "code that is fetched": [command("git", "fetch;"), installs],
    "another branch": [command("git", "checkout", "x"), installs],
    "another commit": [command("git", "reset", "--hard"), installs],
    "a plugin of WordPress": [command("wp", "plugin", "install", "x"), installs],
    "a theme of WordPress": [command("wp", "theme"), installs],
    "a plugin of Moodle": [command("moosh", "plugin-install", "x"), installs],
    "a module of Drupal": [command("drush", "pm:install", "x"), installs],
    "a module of older Drupal": [command("drush", "en", "x"), installs],
    "packages in the entry point": [
      both({ entrypoints: ["sh", "-c", "pip install x"] }),
      /"(?:entrypoints|[\w.]*commands)" installs or updates code/,
    ],
    "packages in the health check": [
      both({ healthcheck: { tests: ["CMD-SHELL", "npm install || true"] } }),
      /"[\w.]*healthcheck" installs or updates code/,
    ],
    "plugins that may be uploaded": [
      env("PLUGIN_UPLOAD=1"),
      /variable PLUGIN_UPLOAD lets plugins in; leave it out of "[\w.]*envs?"/,
    ],
    "add-ons that may be installed": [env("ALLOW_ADDONS_INSTALL=True"), /lets plugins in/],
    "modules that may be installed": [env("module_install=yes"), /lets plugins in/],
    "extensions that may be uploaded": [env("EXTENSION_UPLOAD=on"), /lets plugins in/],
  },
  decisive: ["volumes.containerPath", "volumes.readOnly", "taskSpec.containerSpec.mounts.readOnly"],
  besideUnknown: {
    "a volume on the code": both({
      mounts: [{ target: unknownText }, { target: "/app" }],
      command: unknownList,
    }),
    "an order behind an unknown word": both({ command: [unknownText, "npm", "ci"] }),
  },
  postponed: {
    "a mount that may be writable": both({
      mounts: [{ type: "volume", source: "x", target: "/app", readOnly: unknownFlag }],
    }),
    "an unknown order": command("npm", unknownText),
  },
};
