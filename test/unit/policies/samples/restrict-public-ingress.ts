import { awsTypes } from "../../../../policies/shared/aws";
import { resource } from "../support/resources";
import { configured, type Samples, variants } from "../support/samples";
import { unknownList, unknownNumber, unknownText } from "../support/unknown";

const port = (number: number) => ({ fromPort: number, toPort: number, protocol: "tcp" });
const anybody = { cidrBlocks: ["0.0.0.0/0"] };
const group = (...ingress: object[]) => resource(awsTypes.securityGroup, { ingress });
const rule = (inputs: object) =>
  resource(awsTypes.securityGroupRule, { type: "ingress", ...inputs });
/** A rule in a group and on its own. */
const both = (inputs: object) => variants(group(inputs), rule(inputs));
const modern = (inputs: object) => resource(awsTypes.ingressRule, inputs);
const wide =
  /lets the whole internet in at other ports than 80 and 443; write the ranges of those who need them into "(?:cidrIpv4" or "cidrIpv6|cidrBlocks" and "ipv6CidrBlocks)"/;

export const samples: Samples = {
  levels: "- A M M",
  compliant: {
    "the web": both({ ...port(443), cidrBlocks: ["0.0.0.0/0"], ipv6CidrBlocks: ["::/0"] }),
    "the web without encryption": both({ ...port(80), ...anybody }),
    "the web over UDP": both({ ...port(443), ...anybody, protocol: "udp" }),
    "the web by numbers": both({ ...port(443), ...anybody, protocol: "6" }),
    "the web over UDP by numbers": both({ ...port(443), ...anybody, protocol: "17" }),
    "the web in the newer form": modern({
      fromPort: 443,
      toPort: 443,
      ipProtocol: "TCP",
      cidrIpv4: "0.0.0.0/0",
    }),
    "SSH from an office": both({ ...port(22), cidrBlocks: ["198.51.100.0/24"] }),
    "SSH from a network": both({ ...port(22), cidrBlocks: ["10.0.0.0/8"] }),
    "SSH from a network of the newer kind": modern({
      fromPort: 22,
      toPort: 22,
      ipProtocol: "tcp",
      cidrIpv6: "2001::/16",
    }),
    "no addresses": both({ ...port(22), self: true }),
    "an address without a length": both({ ...port(22), cidrBlocks: ["198.51.100.1"] }),
    "no rules": resource(awsTypes.securityGroup, {}),
    "a way out": rule({ ...port(22), ...anybody, type: "egress" }),
    "what the tier allows": configured({ ports: [8443] }, group({ ...port(8443), ...anybody })),
    "another resource": resource(awsTypes.disk, { ...port(22), ...anybody, type: "ingress" }),
  },
  violating: {
    "SSH from anywhere": [both({ ...port(22), ...anybody }), wide],
    "SSH from half the internet": [both({ ...port(22), cidrBlocks: ["128.0.0.0/7"] }), wide],
    "SSH from anywhere in the newer protocol": [
      both({ ...port(22), ipv6CidrBlocks: ["::/0"] }),
      wide,
    ],
    "SSH from an eighth of the newer internet": [
      both({ ...port(22), ipv6CidrBlocks: ["2000::/15"] }),
      wide,
    ],
    "a range that begins at the web": [both({ ...port(80), toPort: 443, ...anybody }), wide],
    "a range that ends at the web": [both({ ...port(443), fromPort: 0, ...anybody }), wide],
    "every protocol": [both({ ...port(443), ...anybody, protocol: "-1" }), wide],
    "no protocol": [both({ ...port(443), ...anybody, protocol: undefined }), wide],
    "no ports": [both({ protocol: "tcp", ...anybody }), wide],
    "SSH in the newer form": [
      modern({ fromPort: 22, toPort: 22, ipProtocol: "tcp", cidrIpv4: "0.0.0.0/0" }),
      wide,
    ],
    "SSH in the newer form and protocol": [
      modern({ fromPort: 22, toPort: 22, ipProtocol: "tcp", cidrIpv6: "::/0" }),
      wide,
    ],
    "each of several": [
      group(
        { ...port(22), ...anybody },
        { ...port(443), ...anybody },
        { ...port(5432), ...anybody },
      ),
      wide,
      2,
    ],
  },
  decisive: [
    ...["cidrBlocks", "ipv6CidrBlocks", "cidrIpv4", "cidrIpv6"],
    ...["fromPort", "toPort", "protocol", "ipProtocol", "type"],
    ...["ingress.fromPort", "ingress.toPort", "ingress.protocol", "ingress.ipProtocol"],
    ...["ingress.cidrBlocks", "ingress.ipv6CidrBlocks", "ingress.cidrIpv4", "ingress.cidrIpv6"],
  ],
  besideUnknown: {
    "SSH from anywhere beside an unknown address": group({
      ...port(22),
      cidrBlocks: [unknownText, "0.0.0.0/0"],
      ipv6CidrBlocks: unknownList,
    }),
    "SSH from anywhere beside unknown rules": group(
      { fromPort: unknownNumber, toPort: unknownNumber, ...anybody },
      { ...port(22), cidrBlocks: unknownList, ipv6CidrBlocks: ["::/0"] },
    ),
  },
  postponed: { "unknown addresses": group({ ...port(22), cidrBlocks: unknownList }) },
};
