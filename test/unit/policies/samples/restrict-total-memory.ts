import type { Resource } from "../support/harness";
import { container, resource, service } from "../support/resources";
import { types } from "../../../../policies/shared/types";
import { configured, type Samples } from "../support/samples";
import { unknownNumber } from "../support/unknown";

const parameters = { mebibytes: 512 };
const one = (memory: number | undefined, name: string) => container({ memory }, name);
const copies = (replicas: number) =>
  service({ memory: 256 }, { mode: { replicated: { replicas } } }, "copies");
const on = (engine: string, given: Resource): Resource => ({
  ...given,
  provider: { type: "pulumi:providers:docker", props: {}, urn: engine, name: engine },
});
const over = (name: string, sum: number) =>
  new RegExp(
    `"${name}": with it the memory limits come to ${sum} MiB and 512 are allowed; lower them by ${sum - 512}, or raise`,
  );

export const samples: Samples = {
  levels: "A M M M",
  compliant: {
    "limits that fit": configured(parameters, one(256, "a"), one(256, "b")),
    "copies that fit": configured(parameters, copies(2)),
    "two engines": configured(parameters, on("a", one(512, "a")), on("b", one(512, "b"))),
    "one without a limit, which another policy refuses": configured(
      parameters,
      one(undefined, "a"),
    ),
    "any where no budget is given": [one(1_000_000, "a"), service({ memory: 1_000_000 })],
    "what is no container": configured(parameters, one(512, "a"), resource(types.volume, {})),
  },
  violating: {
    "one that is too much": [configured(parameters, one(513, "a")), over("a", 513)],
    "several that are too much, once, of the largest": [
      configured(parameters, one(255, "a"), one(256, "b"), one(1, "c"), one(256, "d")),
      over("b", 768),
    ],
    "a part of a MiB": [configured(parameters, one(512.5, "a")), over("a", 513)],
    "two engines, each of them": [
      configured(parameters, on("a", one(600, "a")), on("b", one(700, "b"))),
      /"a": with it .* come to 600 MiB|"b": with it .* come to 700 MiB/,
      2,
    ],
    "a service that runs too often": [configured(parameters, copies(3)), over("copies", 768)],
    "two on the same engine": [
      configured(parameters, on("a", one(512, "a")), on("a", one(1, "b"))),
      over("a", 513),
    ],
  },
  decisive: ["memory", "taskSpec.resources.limits.memoryBytes", "mode.replicated.replicas"],
  besideUnknown: {
    "one that is too much": configured(
      parameters,
      one(unknownNumber as unknown as number, "a"),
      one(513, "b"),
    ),
  },
};
