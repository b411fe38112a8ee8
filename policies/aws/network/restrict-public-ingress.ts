import { awsTypes } from "../../shared/aws";
import { resourcePolicy } from "../../shared/policy";
import { each, find } from "../../shared/unknown";

/** Parameters of the policy. */
interface Config {
  /** Ports that the whole internet may reach. */
  readonly ports: readonly number[];
}

/** One rule, whichever of the provider's resources declares it. */
interface RuleInputs {
  readonly fromPort?: number;
  readonly toPort?: number;
  readonly protocol?: string;
  readonly ipProtocol?: string;
  readonly cidrBlocks?: readonly string[];
  readonly ipv6CidrBlocks?: readonly string[];
  readonly cidrIpv4?: string;
  readonly cidrIpv6?: string;
}

/** A security group with its own rules, or a rule on its own. */
interface Inputs extends RuleInputs {
  readonly ingress?: readonly RuleInputs[];
  /** `ingress` or `egress`, where both are declared alike. */
  readonly type?: string;
}

/** Larger networks than these are no office and no partner, but a part of the internet. */
const largestIpv4 = 8;
const largestIpv6 = 16;

/** Whatever the internet reaches is tried within minutes; administration belongs behind an address of one's own. */
export const restrictPublicIngress = resourcePolicy<Inputs, Config>(
  {
    name: "restrict-public-ingress",
    description: "On AWS the whole internet reaches ports 80 and 443 and nothing else.",
    severity: "critical",
    anchor: "AWS Foundational Security EC2.18, CIS AWS 5.2 and 5.3",
    remediation:
      "Write the address ranges of those who need the port, or take Session Manager in place of SSH.",
    configSchema: {
      properties: {
        ports: {
          type: "array",
          items: { type: "number" },
          default: [80, 443],
          description: "Ports that the whole internet may reach.",
        },
      },
    },
  },
  [awsTypes.securityGroup, awsTypes.securityGroupRule, awsTypes.ingressRule],
  ({ type, inputs, config, report }) => {
    const judge = (rule: RuleInputs): void => {
      if (isPublic(rule) && !opensOnly(rule, config.ports)) {
        report(
          `lets the whole internet in at other ports than ${config.ports.join(" and ")}; write the ranges of those who need them into ${type === awsTypes.ingressRule ? '"cidrIpv4" or "cidrIpv6"' : '"cidrBlocks" and "ipv6CidrBlocks"'}`,
        );
      }
    };
    if (type === awsTypes.securityGroup) each(inputs.ingress, judge);
    else if (type === awsTypes.ingressRule || inputs.type === "ingress") judge(inputs);
  },
);

function isPublic(rule: RuleInputs): boolean {
  // Each is read on its own: one that is not known yet must not hide another.
  const blocks = [
    () => find(rule.cidrBlocks, isLarge),
    () => find(rule.ipv6CidrBlocks, isLarge),
    () => (isLarge(rule.cidrIpv4 ?? "") ? rule.cidrIpv4 : undefined),
    () => (isLarge(rule.cidrIpv6 ?? "") ? rule.cidrIpv6 : undefined),
  ];
  return find(blocks, (read) => read() !== undefined) !== undefined;
}

function isLarge(block: string): boolean {
  const [address = "", length = ""] = block.split("/");
  return length !== "" && Number(length) < (address.includes(":") ? largestIpv6 : largestIpv4);
}

function opensOnly(rule: RuleInputs, ports: readonly number[]): boolean {
  const { fromPort, toPort } = rule;
  const protocol = rule.protocol ?? rule.ipProtocol ?? "";
  return (
    /^(?:tcp|udp|6|17)$/i.test(protocol) &&
    fromPort === toPort &&
    ports.some((port) => port === fromPort)
  );
}
