import assert from "node:assert/strict";
import { ConfigurationError } from "../../../config/errors";
import { parseStackConfig, rawValue } from "../../../config/schema";
import type { StackConfig } from "../../../config/stack-config";

/** Anything that JSON can hold, open to changes by tests. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** An image by digest. */
export const digest = `registry.example.org/palier/thing@sha256:${"0123456789abcdef".repeat(4)}`;

/** The smallest good configuration of each strictness. */
export function good(tier: "development" | "preproduction" | "production"): Record<string, Json> {
  const development = tier === "development";
  const image = development ? "palier/thing:1" : digest;
  return {
    tier,
    role: "primary",
    engine: { endpoint: "unix:///var/run/docker.sock" },
    images: { postgresql: { "15": image }, redis: image, nginx: image, backup: image },
    proxy: {
      address: "127.0.0.1",
      tls: development ? { source: "local-ca" } : { source: "folder", path: "/etc/palier/tls" },
    },
    applications: {
      copies: { blueprint: "django", image, version: "1.0.0", host: "copies.example.org" },
    },
  };
}

/** A copy of `value` with the value at a dotted path set, or taken out when undefined. */
export function put(
  value: Record<string, Json>,
  path: string,
  item: Json | undefined,
): Record<string, Json> {
  const copy = structuredClone(value);
  const keys = path.split("/");
  const last = keys.pop() ?? "";
  let place: Record<string, Json> = copy;
  for (const key of keys) {
    const next = place[key] ?? {};
    assert.ok(typeof next === "object" && !Array.isArray(next));
    place[key] = next;
    place = next;
  }
  if (item === undefined) {
    Reflect.deleteProperty(place, last);
  } else {
    place[last] = item;
  }
  return copy;
}

/** Checks a configuration of which the named keys are encrypted. */
export function parse(value: Record<string, Json>, encrypted: readonly string[] = []): StackConfig {
  const entries = Object.entries(value).map(
    ([key, item]) => [key, rawValue(item, encrypted.includes(key))] as const,
  );
  return parseStackConfig(new Map(entries), "Pulumi.test.yaml");
}

/** The lines that refuse a configuration, without the file's name; fails when it is accepted. */
export function refusal(action: () => unknown): string[] {
  try {
    action();
  } catch (error) {
    assert.ok(error instanceof ConfigurationError, String(error));
    return error.message.split("\n").map((line) => line.replace(/^Pulumi\.test\.yaml: /, ""));
  }
  return assert.fail("was accepted");
}
