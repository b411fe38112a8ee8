import { resourcePolicy } from "../shared/policy";
import { find, judgeAll } from "../shared/unknown";

/** Inputs of the Docker provider; the SDK hands lists over as JSON. */
interface ProviderInputs {
  readonly host?: string;
  readonly certPath?: string;
  readonly caMaterial?: string;
  readonly certMaterial?: string;
  readonly keyMaterial?: string;
  readonly sshOpts?: string | readonly string[];
}

/** Options of OpenSSH that take any host for the right one. */
const blindTrust: readonly RegExp[] = [
  /^StrictHostKeyChecking[= ]\s*(?:no|off)$/i,
  /^(?:User|Global)KnownHostsFile[= ]\s*(?:\/dev\/null|none)$/i,
  /^NoHostAuthenticationForLocalhost[= ]\s*yes$/i,
];

/** Who answers in the engine's place gets every secret, and who reaches it is root on its host. */
export const disallowInsecureDockerEndpoint = resourcePolicy<ProviderInputs, object>(
  {
    name: "disallow-insecure-docker-endpoint",
    description: "The engine is reached over TLS with certificates of both sides, or over SSH.",
    severity: "critical",
    anchor: "CIS Docker 2.7, OWASP Docker rule 1",
    remediation:
      "Take an ssh:// address with the host's key in known_hosts, or tcp:// with the folder of the client's certificates: ca.pem, cert.pem and key.pem.",
  },
  ["pulumi:providers:docker"],
  ({ inputs, report }) => {
    judgeAll([
      () => {
        if (/^(?:tcp|https?):/i.test(inputs.host ?? "") && !hasCertificates(inputs)) {
          report(
            'its engine answers without proof of who asks; write the folder of the client\'s certificates (ca.pem, cert.pem, key.pem) into "certPath", or an ssh:// address into "host"',
          );
        }
      },
      () => {
        if (find(optionsOf(inputs.sshOpts), trustsAnyHost) !== undefined) {
          report(
            'takes any host for the engine; leave the option out of "sshOpts" and add the host\'s key to known_hosts',
          );
        }
      },
    ]);
  },
);

function hasCertificates(inputs: ProviderInputs): boolean {
  if ((inputs.certPath ?? "") !== "") return true;
  return [inputs.caMaterial, inputs.certMaterial, inputs.keyMaterial].every(
    (material) => (material ?? "") !== "",
  );
}

function optionsOf(options: ProviderInputs["sshOpts"]): readonly string[] {
  if (typeof options !== "string") return options ?? [];
  try {
    const list: unknown = JSON.parse(options);
    return Array.isArray(list) ? list.map(String) : [];
  } catch {
    return [options];
  }
}

/** An option is a word behind "-o", or joined to it. */
function trustsAnyHost(word: string): boolean {
  return blindTrust.some((form) => form.test(word.trim().replace(/^-o\s*/, "")));
}
