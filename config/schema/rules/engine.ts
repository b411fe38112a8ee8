import type { Problem } from "../../errors";
import { endpoint, transport } from "../endpoint";
import { spell } from "../path";
import { mapping, valid } from "./loose";
import { tierOf } from "./tier";

/** Client certificates: needed for a tcp endpoint that others can reach, and meaningless elsewhere. */
export function engineRules(configuration: Readonly<Record<string, unknown>>): Problem[] {
  const engine = mapping(configuration.engine);
  const address = valid(endpoint, engine.endpoint);
  const path = spell(["engine", "certificates"]);
  if (address === undefined) {
    return [];
  }
  const given = engine.certificates !== undefined;
  const over = transport(address);
  if (over !== "tcp") {
    return given ? [{ path, message: "is used with a tcp:// endpoint only; remove it" }] : [];
  }
  const tier = tierOf(configuration);
  if (given || tier === undefined || tier.plainTcp) {
    return [];
  }
  const message =
    `missing; tier ${tier.tier} reaches a tcp:// engine with client certificates only: ` +
    "name the folder that holds ca.pem, cert.pem and key.pem";
  return [{ path, message }];
}
