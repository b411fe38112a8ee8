import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

import type { ContainerArgs, ServiceArgs, types as docker } from "@pulumi/docker";

import type {
  ContainerInputs,
  ContainerSpecInputs,
  ServiceInputs,
} from "../../../policies/shared/inputs";
import { awsTypes } from "../../../policies/shared/aws";
import { types } from "../../../policies/shared/types";

const packages = path.resolve(__dirname, "../../../node_modules/@pulumi");

const all = { ...types, ...awsTypes };

describe("the type tokens of the policies", () => {
  for (const [name, token] of Object.entries(all) as [string, string][]) {
    const [provider = "", module = "", kind = ""] = token.split(":");

    it(`${name} is the token of a class in the provider's npm package`, () => {
      const folder = path.join(packages, provider);
      const { sources, declaration } = files(folder, module, kind);
      assert.match(declaration, new RegExp(`^export declare class ${kind} extends `, "m"));
      assert.ok(sources.includes(`__pulumiType = '${token}'`), `${token} is spelt otherwise there`);
    });
  }

  it("go with inputs that the provider knows", () => {
    // The compiler refuses this line when one of the lists could hold a name.
    const none: Readonly<Record<string, readonly never[]>> = foreign;
    assert.equal(Object.keys(none).length, 4);
  });

  it("name each type once", () => {
    assert.equal(new Set(Object.values(all)).size, Object.keys(all).length);
  });
});

type Foreign<Ours, Theirs> = readonly Exclude<keyof Ours, keyof Theirs>[];

/** Inputs that a policy reads and the provider does not know would never be found. */
const foreign: {
  container: Foreign<ContainerInputs, ContainerArgs>;
  service: Foreign<ServiceInputs, ServiceArgs>;
  containerSpec: Foreign<ContainerSpecInputs, docker.input.ServiceTaskSpecContainerSpec>;
  taskSpec: Foreign<NonNullable<ServiceInputs["taskSpec"]>, docker.input.ServiceTaskSpec>;
} = { container: [], service: [], containerSpec: [], taskSpec: [] };

/** A class is in a file of its own name, below the module's folder; "index" is the package's own folder. */
function files(folder: string, module: string, kind: string) {
  const [area = "", file = ""] = module.split("/");
  const name = file === "" ? kind.charAt(0).toLowerCase() + kind.slice(1) : file;
  const place = path.join(folder, area === "index" ? "" : area, name);
  assert.ok(existsSync(`${place}.d.ts`), `${place}.d.ts is missing`);
  return {
    sources: readFileSync(`${place}.js`, "utf8"),
    declaration: readFileSync(`${place}.d.ts`, "utf8"),
  };
}
