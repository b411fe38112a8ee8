import { resource } from "../support/resources";
import { type Samples, variants } from "../support/samples";
import { unknownList, unknownText } from "../support/unknown";

const provider = (inputs: object = {}) => resource("pulumi:providers:docker", inputs, "engine");
const material = { caMaterial: "hunter2", certMaterial: "hunter2", keyMaterial: "hunter2" };
/** The list as the SDK hands it over, and as a list. */
const ssh = (...sshOpts: string[]) =>
  variants(
    provider({ host: "ssh://deploy@example.org", sshOpts: JSON.stringify(sshOpts) }),
    provider({ host: "ssh://deploy@example.org", sshOpts }),
  );
const open =
  /its engine answers without proof of who asks; write the folder of .+ \(ca\.pem, cert\.pem, key\.pem\) into "certPath", or an ssh/;
const blind = /takes any host for the engine; leave the option out of "sshOpts"/;

export const samples: Samples = {
  levels: "A M M M",
  compliant: {
    "the machine's own engine": provider(),
    "its socket": provider({ host: "unix:///var/run/docker.sock" }),
    "a host over SSH": ssh("-i", "/home/deploy/key", "-o", "StrictHostKeyChecking=yes"),
    "a host with a file of keys": ssh("-o", "UserKnownHostsFile=/etc/palier/known_hosts"),
    "localhost, which is known": ssh("-oNoHostAuthenticationForLocalhost=no"),
    "TLS with a folder": provider({ host: "tcp://example.org:2376", certPath: "/etc/docker" }),
    "TLS with certificates": provider({ host: "tcp://example.org:2376", ...material }),
    "another provider": resource("pulumi:providers:proxmox", { host: "http://example.org" }),
    "options that are no list": provider({ sshOpts: "{}" }),
  },
  violating: {
    "no certificates": [provider({ host: "tcp://example.org:2375" }), open],
    "no certificates over HTTP": [provider({ host: "http://example.org:2375" }), open],
    "none in capitals": [provider({ host: "TCP://127.0.0.1:2375", certPath: "" }), open],
    "no certificate of the client": [
      provider({ host: "https://example.org", ...material, certMaterial: "" }),
      open,
    ],
    "no key": [provider({ host: "tcp://example.org", ...material, keyMaterial: undefined }), open],
    "no authority": [
      provider({ host: "tcp://example.org", ...material, caMaterial: undefined }),
      open,
    ],
    "any host": [ssh("-o", "StrictHostKeyChecking=no"), blind],
    "any host, in other words": [ssh("-o", "stricthostkeychecking off"), blind],
    "any host, in one word": [ssh("-oStrictHostKeyChecking=no"), blind],
    "any host, in a sentence": [ssh(" -o StrictHostKeyChecking=no"), blind],
    "no memory of hosts": [ssh("-o", "userknownhostsfile=/dev/null"), blind],
    "no memory of anybody's": [ssh("-o", "GlobalKnownHostsFile none"), blind],
    "anybody on this machine": [ssh("-o", "nohostauthenticationforlocalhost=YES"), blind],
    "any host in a text": [provider({ sshOpts: "-o StrictHostKeyChecking=no" }), blind],
    both: [
      provider({ host: "tcp://example.org", sshOpts: ["-oStrictHostKeyChecking=no"] }),
      /./,
      2,
    ],
  },
  decisive: ["certPath", "caMaterial", "certMaterial", "keyMaterial"],
  besideUnknown: {
    "any host": provider({ host: unknownText, sshOpts: [unknownText, "StrictHostKeyChecking=no"] }),
    "no certificates": provider({ host: "tcp://example.org", sshOpts: unknownList }),
  },
  postponed: {
    "an unknown address": provider({ host: unknownText }),
    "unknown certificates": provider({ host: "tcp://example.org", certPath: unknownText }),
  },
};
