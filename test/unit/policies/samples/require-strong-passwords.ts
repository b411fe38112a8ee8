import { types } from "../../../../policies/shared/types";
import { resource } from "../support/resources";
import { configured, type Samples } from "../support/samples";
import { unknownFlag, unknownNumber } from "../support/unknown";

const usual = { length: 24, special: false, minLower: 1, minUpper: 1, minNumeric: 1 };
const password = (changes: object = {}) => resource(types.randomPassword, { ...usual, ...changes });
const quoted =
  /may hold characters that a URL quotes; write "special: false", or .* none but -\._~ /;

export const samples: Samples = {
  levels: "A M M M",
  compliant: {
    "letters and digits": password(),
    "what a URL does not quote": password({ special: true, overrideSpecial: "-._~" }),
    "what is said to be there": password({ lower: true, upper: true, numeric: true }),
    "what is no password": resource(types.randomString, { length: 8 }),
    "what the tier allows": configured(
      { minimumLength: 12, specials: "+" },
      password({ length: 12, special: undefined, overrideSpecial: "+" }),
    ),
  },
  violating: {
    "one that is short": [password({ length: 23 }), /is too short; write 24 or more into "length"/],
    "one without a length": [password({ length: undefined }), /is too short/],
    "no small letters": [password({ lower: false }), /has no small letters; leave "lower" out/],
    "no capitals": [password({ upper: false }), /has no capitals; leave "upper" out/],
    "no digits": [password({ numeric: false }), /has no digits; leave "numeric" out/],
    "perhaps no small letters": [password({ minLower: undefined }), /may lack small letters/],
    "perhaps no capitals": [
      password({ minUpper: 0 }),
      /may lack capitals; write 1 into "minUpper"/,
    ],
    "perhaps no digits": [password({ minNumeric: undefined }), /may lack digits/],
    "any special character": [password({ special: undefined }), quoted],
    "any special character, said so": [password({ special: true }), quoted],
    "a character that a URL quotes": [password({ special: true, overrideSpecial: "-@" }), quoted],
  },
  decisive: ["overrideSpecial"],
  besideUnknown: {
    "one that is short": password({ length: 8, special: unknownFlag }),
    "one without digits": password({ length: unknownNumber, numeric: false }),
  },
  postponed: { "an unknown length": password({ length: unknownNumber }) },
};
