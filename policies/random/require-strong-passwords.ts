import { resourcePolicy } from "../shared/policy";
import { types } from "../shared/types";
import { each, judgeAll } from "../shared/unknown";

/** Parameters of the policy. */
interface Config {
  /** Least number of characters. */
  readonly minimumLength: number;
  /** Special characters that a password may have: those that no address and no file format quotes. */
  readonly specials: string;
}

/** What a generated password is made of. */
interface PasswordInputs {
  readonly length?: number;
  readonly lower?: boolean;
  readonly upper?: boolean;
  readonly numeric?: boolean;
  readonly minLower?: number;
  readonly minUpper?: number;
  readonly minNumeric?: number;
  readonly special?: boolean;
  readonly overrideSpecial?: string;
}

const kinds = [
  ["lower", "minLower", "small letters"],
  ["upper", "minUpper", "capitals"],
  ["numeric", "minNumeric", "digits"],
] as const;

/** A password that a machine types costs nothing to be long; one that breaks an address costs an outage. */
export const requireStrongPasswords = resourcePolicy<PasswordInputs, Config>(
  {
    name: "require-strong-passwords",
    description:
      "A generated password is long, mixes its characters, and needs no quoting in a URL.",
    severity: "high",
    anchor: "NIST SP 800-63B 5.1.1.2, OWASP ASVS 2.1",
    remediation:
      'Write a "length" of 24 or more, 1 into "minLower", "minUpper" and "minNumeric", and "special: false".',
    configSchema: {
      properties: {
        minimumLength: {
          type: "number",
          default: 24,
          description: "Least number of characters.",
        },
        specials: {
          type: "string",
          default: "-._~",
          description: "Special characters that a password may have.",
        },
      },
    },
  },
  [types.randomPassword],
  ({ inputs, config: { minimumLength, specials }, report }) => {
    judgeAll([
      () => {
        if ((inputs.length ?? 0) < minimumLength) {
          report(`is too short; write ${minimumLength} or more into "length"`);
        }
      },
      () => {
        each(kinds, ([allowed, , what]) => {
          if (inputs[allowed] === false) report(`has no ${what}; leave "${allowed}" out`);
        });
      },
      () => {
        each(kinds, ([, minimum, what]) => {
          if ((inputs[minimum] ?? 0) < 1) report(`may lack ${what}; write 1 into "${minimum}"`);
        });
      },
      () => {
        if (inputs.special !== false && !isWithin(inputs.overrideSpecial ?? "", specials)) {
          report(
            'may hold characters that a URL quotes; write "special: false", or into "overrideSpecial" ' +
              `none but ${specials}`,
          );
        }
      },
    ]);
  },
);

function isWithin(characters: string, allowed: string): boolean {
  // Without an own choice, the provider takes its own one.
  return characters !== "" && Array.from(characters).every((one) => allowed.includes(one));
}
