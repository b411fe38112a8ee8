import { mapProperty, prune, sorted, withDefaults } from "../canonical";
import { labelShape } from "../pairs";
import { flag, list, mapOf, object, text } from "../shape";
import type { TypeOf } from "../shape";
import type { Properties } from "../../base/resource";

/** Every input of a Network. */
export const networkShape = object({
  attachable: flag,
  driver: text,
  ingress: flag,
  internal: flag,
  ipamConfigs: list(
    object({ auxAddress: mapOf(text), gateway: text, ipRange: text, subnet: text }),
  ),
  ipamDriver: text,
  ipamOptions: mapOf(text),
  ipv6: flag,
  labels: list(labelShape),
  name: text,
  options: mapOf(text),
});

/** A Network's inputs, decoded. */
export type NetworkInputs = TypeOf<typeof networkShape>;

/** The names of the inputs. */
export const networkInputs = [
  "attachable",
  "driver",
  "ingress",
  "internal",
  "ipamConfigs",
  "ipamDriver",
  "ipamOptions",
  "ipv6",
  "labels",
  "name",
  "options",
] as const;

/** What the official plugin fills in. */
export const networkDefaults = { ipamDriver: "default" } as const;

/** What the engine does when an input is not given; needed to see that writing it out changes nothing. */
const engineDefaults = {
  attachable: false,
  driver: "bridge",
  ingress: false,
  internal: false,
  ipamDriver: "default",
  ipv6: false,
} as const;

/** Equal meaning, equal value: defaults filled in, order of labels and address pools taken away. */
export function normaliseNetwork(inputs: Properties): Properties {
  const filled = withDefaults(prune(inputs), engineDefaults);
  return mapProperty(mapProperty(filled, "labels", sorted), "ipamConfigs", sorted);
}
