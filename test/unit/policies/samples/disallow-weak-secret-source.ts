import { types } from "../../../../policies/shared/types";
import { resource } from "../support/resources";
import { type Samples, variants } from "../support/samples";

const named = (name: string) =>
  variants(
    resource(types.randomString, { length: 24 }, name),
    resource(types.randomId, { byteLength: 24 }, name),
    resource(types.randomPet, {}, name),
    resource(types.randomInteger, { min: 1, max: 2 }, name),
    resource(types.randomUuid, {}, name),
  );
const suffix = resource(types.randomString, { length: 8 }, "suffix");
const other = resource(types.randomString, { length: 8 }, "other");
const user = (type: string, input: string, ...sources: string[]) => ({
  ...resource(type, { [input]: "hunter2" }, "user"),
  uses: { [input]: sources },
});

export const samples: Samples = {
  levels: "M M M M",
  compliant: {
    "a name": named("suffix"),
    "a password of a password's kind": resource(types.randomPassword, { length: 24 }, "password"),
    "a name that something is called by": [suffix, user(types.volume, "name", "suffix")],
    "a secret that something else becomes": [
      suffix,
      resource(types.randomPassword, {}, "generated"),
      user("aws:rds/instance:Instance", "password", "generated"),
    ],
    "a value that is no secret elsewhere": [suffix, user(types.volume, "data", "suffix")],
  },
  violating: {
    "a secret by its name": [named("databasePassword"), /is named like a secret and shows its/],
    "a key by its name": [named("api-key"), /is named like a secret .* make it a RandomPassword/],
    "a name that becomes a password": [
      [suffix, user("aws:rds/instance:Instance", "password", "other", "suffix")],
      /^randomstring "suffix": is the secret in "password" of instance "user" and shows its value/,
    ],
    "a name that becomes two passwords, once": [
      [
        suffix,
        user("aws:rds/instance:Instance", "password", "suffix"),
        { ...user("aws:rds/instance:Instance", "authToken", "suffix"), name: "second" },
      ],
      /is the secret in "password" of/,
    ],
    "each of several": [
      [suffix, other, user("test:index:Thing", "secretString", "other", "suffix")],
      /is the secret in "secretString" of thing "user"/,
      2,
    ],
    "a name that becomes a secret of the engine": [
      [suffix, user("docker:index/secret:Secret", "data", "suffix")],
      /is the secret in "data" of secret "user"/,
    ],
    "a name that becomes a parameter": [
      [suffix, user("aws:ssm/parameter:Parameter", "value", "suffix")],
      /is the secret in "value" of parameter "user"/,
    ],
    "a secret by name and by use, once": [
      [resource(types.randomPet, {}, "token"), user("test:index:Thing", "token", "token")],
      /is named like a secret/,
    ],
  },
};
