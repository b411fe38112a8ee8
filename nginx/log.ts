import { block, type Line } from "./block";
import { entryPrefix } from "./locations-on-disk";

// Query strings, referrers and cookies hold tokens and stay out.
const fields: readonly (readonly [name: string, value: string])[] = [
  ["time", '"$time_iso8601"'],
  ["host", '"$host"'],
  ["method", '"$palier_method"'],
  ["path", '"$palier_path"'],
  ["protocol", '"$server_protocol"'],
  ["status", "$palier_status"],
  ["bytes", "$bytes_sent"],
  ["request_time", "$request_time"],
  ["upstream_addr", '"$upstream_addr"'],
  ["upstream_status", '"$upstream_status"'],
  ["upstream_response_time", '"$upstream_response_time"'],
  ["request_id", '"$request_id"'],
  ["remote_addr", '"$remote_addr"'],
  ["tls", '"$ssl_protocol"'],
  ["user_agent", '"$http_user_agent"'],
];

/** Directives of the access log: one JSON object per line on the standard output. */
export function logging(): Line[] {
  const pieces = fields.map(([name, value]) => `"${name}":${value}`);
  return [
    "# The path as the client sent it, whatever redirects happen inside.",
    block("map $request_uri $palier_path", [
      'default "";',
      // What follows is a secret.
      `"~^${entryPrefix.replaceAll(".", "\\.")}" ${entryPrefix};`,
      '"~^([^?]*)" $1;',
    ]),
    "# The method as well: a page of the proxy is read with GET, whatever was asked for.",
    block("map $request $palier_method", ['default "";', '"~^([A-Z]+) " $1;']),
    "# nginx prints 009 for a malformed request, which no JSON parser takes for a number.",
    block("map $status $palier_status", ["default 0;", '"~^[1-9]" $status;']),
    "log_format palier escape=json",
    ...pieces.map((piece, index) => {
      const open = index === 0 ? "{" : "";
      const close = index === pieces.length - 1 ? "}';" : ",'";
      return `  '${open}${piece}${close}`;
    }),
    "access_log /dev/stdout palier;",
  ];
}
