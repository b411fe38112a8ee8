import { awsTypes } from "../../../../policies/shared/aws";
import { resource } from "../support/resources";
import { configured, type Samples } from "../support/samples";
import { unknownList, unknownNumber, unknownText } from "../support/unknown";

const failing = (type: string, inputs: object = {}) =>
  resource(awsTypes.record, {
    failoverRoutingPolicies: [{ type }],
    ttl: 60,
    healthCheckId: unknownText,
    ...inputs,
  });
const primary = (inputs: object = {}) => failing("PRIMARY", inputs);
const check = (inputs: object) => resource(awsTypes.healthCheck, inputs);
const unchecked =
  /nothing tells that it has to fail over; write the ID of a health check into "healthCheckId"/;

export const samples: Samples = {
  levels: "- A M M",
  compliant: {
    "a primary with a check": primary(),
    "a primary that follows its target": primary({
      healthCheckId: undefined,
      ttl: undefined,
      aliases: [{ evaluateTargetHealth: true }],
    }),
    "a secondary": failing("SECONDARY", { healthCheckId: undefined }),
    "a record that does not fail over": resource(awsTypes.record, { ttl: 86400 }),
    "a record that says that it does not": resource(awsTypes.record, {
      ttl: 86400,
      failoverRoutingPolicies: [],
    }),
    "a fast check": check({ type: "HTTPS", requestInterval: 10 }),
    "a check that counts others": check({ type: "CALCULATED" }),
    "a check of an alarm": check({ type: "CLOUDWATCH_METRIC" }),
    "a check by hand": check({ type: "RECOVERY_CONTROL" }),
    "what the tier allows": configured({ longestTtl: 300 }, primary({ ttl: 300 })),
    "another resource": resource(awsTypes.disk, {}),
  },
  violating: {
    "a primary without a check": [primary({ healthCheckId: undefined }), unchecked],
    "a primary that does not follow its target": [
      primary({ healthCheckId: undefined, aliases: [{ evaluateTargetHealth: false }] }),
      unchecked,
    ],
    "answers that are kept long": [
      primary({ ttl: 61 }),
      /its answers are kept too long; write 60 or less into "ttl"/,
    ],
    "answers of a secondary that are kept long": [
      failing("SECONDARY", { ttl: 300 }),
      /its answers are kept too long/,
    ],
    "a slow check": [
      check({ type: "HTTPS", requestInterval: 30 }),
      /asks too seldom; make it anew with "requestInterval: 10"/,
    ],
    "a check that says nothing": [check({ type: "TCP" }), /asks too seldom/],
  },
  decisive: [
    ...["failoverRoutingPolicies", "failoverRoutingPolicies.type"],
    ...["aliases", "aliases.evaluateTargetHealth", "requestInterval", "type"],
  ],
  besideUnknown: {
    "answers that are kept long": primary({
      healthCheckId: undefined,
      aliases: unknownList,
      ttl: 300,
    }),
    "no check": primary({ healthCheckId: undefined, ttl: unknownNumber }),
  },
  postponed: { "an unknown interval": check({ type: "HTTPS", requestInterval: unknownNumber }) },
};
