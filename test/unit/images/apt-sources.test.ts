import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import {
  debianSources,
  parseDeb822,
  parseOneLine,
  renderSources,
} from "../../../images/builder/apt-sources";
import { portableOptions, readHostApt } from "../../../images/builder/host-apt";

const deb822 = `# a comment
Types: deb deb-src
URIs: http://mirror.example/debian/
Suites: bookworm bookworm-updates
# a comment between fields
Components: main contrib
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

Types: deb
URIs: http://mirror.example/debian-security
Suites: bookworm-security
Components: main
signed-by:
 /usr/share/keyrings/debian-archive-keyring.gpg

Enabled: no
Types: deb
URIs: http://disabled.example/debian
Suites: bookworm
Components: main

Types: deb-src
URIs: http://sources.example/debian
Suites: bookworm
Components: main
`;

const others = `deb [signed-by=/usr/share/keyrings/vendor.gpg] https://vendor.example/apt bookworm main
deb [arch=amd64] https://packages.example/linux/debian bookworm stable
deb https://database.example/apt bookworm-pgdg main # a database
deb cdrom:[Debian]/ bookworm main
deb https://flat.example ./
`;

describe("apt sources", () => {
  it("are read from the deb822 format without the disabled and the source-only ones", () => {
    const sources = parseDeb822(deb822);
    assert.deepEqual(
      sources.map(({ uri, suites }) => [uri, suites]),
      [
        ["http://mirror.example/debian", ["bookworm", "bookworm-updates"]],
        ["http://mirror.example/debian-security", ["bookworm-security"]],
      ],
    );
    assert.equal(sources[1]?.signedBy, "/usr/share/keyrings/debian-archive-keyring.gpg");
  });

  it("are read from the format of one line each", () => {
    const text =
      "# deb http://old.example bookworm main\ndeb-src http://a bookworm main\n deb [trusted=yes arch=amd64] http://a/debian/ bookworm main contrib # note\n";
    assert.deepEqual(parseOneLine(text), [
      {
        uri: "http://a/debian",
        suites: ["bookworm"],
        components: ["main", "contrib"],
        signedBy: "",
        trusted: true,
      },
    ]);
  });

  it("of other vendors, of media and of flat archives are left out", () => {
    assert.deepEqual(debianSources(parseOneLine(others), "bookworm", "bookworm"), []);
  });

  it("follow the release of the images when the host has another one", () => {
    const text =
      "deb http://a/debian trixie main\ndeb http://a/security trixie-security main\ndeb http://a/debian trixie-backports main\ndeb http://a/debian sid main\n";
    assert.equal(
      renderSources(debianSources(parseOneLine(text), "trixie", "bookworm")),
      "deb http://a/debian bookworm main\ndeb http://a/security bookworm-security main\n",
    );
  });

  it("are written once each, with the host's trust", () => {
    const text = "deb [trusted=yes] http://a/debian bookworm main\n".repeat(2);
    assert.equal(
      renderSources(debianSources(parseOneLine(text), "bookworm", "bookworm")),
      "deb [trusted=yes] http://a/debian bookworm main\n",
    );
  });
});

describe("the host's apt", () => {
  const etc = fs.mkdtempSync(path.join(os.tmpdir(), "palier-apt-"));
  after(() => {
    fs.rmSync(etc, { recursive: true });
  });

  it("gives Debian's sources of every file that apt reads, and nothing on another distribution", () => {
    fs.mkdirSync(path.join(etc, "apt", "sources.list.d"), { recursive: true });
    const write = (name: string, text: string): void => {
      fs.writeFileSync(path.join(etc, name), text);
    };
    write("os-release", "ID=debian\nVERSION_CODENAME=bookworm\n");
    write("apt/sources.list", "deb http://one.example/debian bookworm main\n");
    write("apt/sources.list.d/debian.sources", deb822);
    write("apt/sources.list.d/vendor.list", others);
    write("apt/sources.list.d/old.list.save", "deb http://saved.example/debian bookworm main\n");
    assert.equal(
      renderSources(readHostApt("bookworm", etc).sources),
      [
        "deb http://one.example/debian bookworm main",
        "deb http://mirror.example/debian bookworm main",
        "deb http://mirror.example/debian bookworm-updates main",
        "deb http://mirror.example/debian-security bookworm-security main",
        "",
      ].join("\n"),
    );
    write("os-release", "ID=ubuntu\nID_LIKE=debian\nVERSION_CODENAME=noble\n");
    assert.deepEqual(readHostApt("bookworm", etc).sources, []);
  });

  it("hands on proxies that containers can reach, and clock checks, and nothing else", () => {
    const dump = [
      'Acquire::Check-Valid-Until "false";',
      'Acquire::http::Proxy "http://proxy.example:3128";',
      'Acquire::https::Proxy "http://127.0.0.1:3128";',
      'Acquire::http::Proxy "";',
      'Acquire::Languages "none";',
      'APT::Architecture "amd64";',
    ];
    assert.deepEqual(portableOptions(dump.join("\n")), dump.slice(0, 2));
  });
});
