import { readFileSync } from "node:fs";
import path from "node:path";

import {
  LanguageHandshakeResponse,
  type LanguageHandshakeRequest,
  RuntimeOptionsResponse,
} from "@pulumi/pulumi/proto/language_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";

import type { Host } from "../host";

/** Takes the engine's address when the CLI sends it instead of passing it as an argument. */
export function handshake(
  request: LanguageHandshakeRequest,
  host: Host,
): LanguageHandshakeResponse {
  host.engineAddress = request.getEngineAddress() || host.engineAddress;
  return new LanguageHandshakeResponse();
}

/** Ends every program and policy pack that is still running; the CLI calls it when it is interrupted. */
export async function cancel(_request: unknown, host: Host): Promise<Empty> {
  await host.children.stopAll();
  return new Empty();
}

/** Names this host's version: the CLI's, which toolchain/cli/go.mod pins, because they belong together. */
export function getPluginInfo(): PluginInfo {
  const info = new PluginInfo();
  info.setVersion(pinnedVersion());
  return info;
}

/** Asks nothing of `pulumi new`: npm is the only package manager here. */
export function runtimeOptionsPrompts(): RuntimeOptionsResponse {
  return new RuntimeOptionsResponse();
}

function pinnedVersion(): string {
  const pins = readFileSync(path.join(__dirname, "..", "..", "cli", "go.mod"), "utf8");
  const version = /pulumi\/pkg\/v3 v(\S+)/.exec(pins)?.[1];
  if (version === undefined) throw new Error("toolchain/cli/go.mod does not pin pulumi/pkg/v3");
  return version;
}
