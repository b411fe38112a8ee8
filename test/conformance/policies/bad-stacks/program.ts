import * as pulumi from "@pulumi/pulumi";

import { compliant, type Declared, isProvider, merged, type Resources } from "./stack-file";

class Custom extends pulumi.CustomResource {}
class Component extends pulumi.ComponentResource {}
class Provider extends pulumi.ProviderResource {
  constructor(
    readonly of: string,
    name: string,
    inputs: pulumi.Inputs,
  ) {
    super(of, name, inputs);
  }
}

/** How inputs that stack files write as maps are spelt for a provider. */
const spellings: Readonly<Record<string, (given: object) => unknown>> = {
  labels: (given) =>
    Object.entries(given).map(([label, value]) => ({ label, value: value as unknown })),
  envs: (given) => Object.entries(given).map(([name, value]) => `${name}=${String(value)}`),
  stdin: (given) => JSON.stringify(given),
};

const config = new pulumi.Config();
const declared = new Map<string, pulumi.Resource>();
declareAll(config.get("base") ?? "docker", config.getObject<object>("changes") ?? {});

/** Declares the compliant resources with the changes of the stack's file, or only those that it changes. */
function declareAll(base: string, changes: object): void {
  const onlyChanged = config.getBoolean("onlyChanged") ?? false;
  const resources = merged(compliant(base), changes) as Resources;
  for (const [name, resource] of Object.entries(resources)) {
    if (onlyChanged && !(name in changes) && !isProvider(resource.type)) continue;
    declared.set(name, declare(name, resource));
  }
}

function declare(name: string, resource: Declared): pulumi.Resource {
  const { type, options } = resource;
  const inputs = inputsOf(resource);
  if (resource.component === true) return new Component(type, name, inputs);
  if (isProvider(type)) return new Provider(packageOf(type), name, inputs);
  return new Custom(type, name, inputs, {
    ...options,
    provider: providerOf(type, options?.provider),
  });
}

function providerOf(type: string, name: string | undefined): pulumi.ProviderResource | undefined {
  return [...declared]
    .filter(([key]) => name === undefined || key === name)
    .map(([, resource]) => resource)
    .filter((resource) => resource instanceof Provider)
    .find(({ of }) => of === packageOf(type));
}

/** `docker` of `docker:index/container:Container` and of `pulumi:providers:docker`. */
function packageOf(type: string): string {
  return type.replace("pulumi:providers:", "").split(":")[0] ?? "";
}

function inputsOf({ inputs, secret = [] }: Declared): pulumi.Inputs {
  return Object.fromEntries(
    Object.entries(inputs).map(([input, given]) => {
      const spell = typeof given === "object" && given !== null ? spellings[input] : undefined;
      const value = withReferences(spell === undefined ? given : spell(given as object));
      return [input, secret.includes(input) ? pulumi.secret(value) : value];
    }),
  );
}

/** Replaces texts like `${backups.id}` by that output of a resource. */
function withReferences(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withReferences);
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, entry]) => [key, withReferences(entry)]),
    );
  }
  const name = /^\$\{([\w-]+)\.id\}$/.exec(String(value))?.[1];
  const resource = name === undefined ? undefined : declared.get(name);
  return resource instanceof pulumi.CustomResource ? resource.id : value;
}
