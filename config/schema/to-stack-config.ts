import type { z } from "zod";
import type { ProxyConfig, StackConfig } from "../stack-config";
import type { stack } from "./stack";

type Parsed = z.output<typeof stack>;

/**
 * Gives the checked values their final type. Everything but the certificates' source already has
 * it: the compiler refuses this function when schema and type drift apart.
 */
export function toStackConfig(parsed: Parsed, secretKeys: readonly string[]): StackConfig {
  return { ...parsed, proxy: { ...parsed.proxy, tls: toTls(parsed.proxy.tls) }, secretKeys };
}

function toTls({ source, path }: Parsed["proxy"]["tls"]): ProxyConfig["tls"] {
  if (source === "local-ca") {
    return { source };
  }
  if (path === undefined) {
    throw new Error("a folder of certificates without a path got past the rules");
  }
  return { source, path };
}
