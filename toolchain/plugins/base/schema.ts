import type { PluginOptions } from "./resource";

const ANY = { $ref: "pulumi.json#/Any" };

/**
 * The smallest schema that the engine accepts: names of types and of their inputs. Enough to import
 * resources; code generation wants the official plugin's.
 */
export function schemaOf<Config>(options: PluginOptions<Config>): string {
  const anyOf = (names: readonly string[]): Record<string, unknown> =>
    Object.fromEntries(names.map((name) => [name, ANY]));
  const resources = Object.entries(options.resources).map(([token, handler]) => {
    const secret = Object.fromEntries(
      (handler.secretOutputs ?? []).map((name) => [name, { ...ANY, secret: true }]),
    );
    const properties = { ...anyOf(handler.inputs), ...secret };
    return [token, { inputProperties: anyOf(handler.inputs), properties }];
  });
  const functions = Object.entries(options.functions ?? {}).map(([token, handler]) => {
    return [token, { inputs: { properties: anyOf(handler.inputs) } }];
  });
  return JSON.stringify({
    name: options.name,
    version: options.version,
    config: { variables: anyOf(options.configKeys) },
    provider: { inputProperties: anyOf(options.configKeys) },
    resources: Object.fromEntries(resources) as unknown,
    functions: Object.fromEntries(functions) as unknown,
  });
}
