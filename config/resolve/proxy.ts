import type { MountSpec } from "../../spec/container";
import type { ApplicationSpec, NetworkSpec, ProxySpec, VolumeSpec } from "../../spec/deployment";
import type { NginxCapabilities, ProxySiteSpec, TlsSpec } from "../../spec/proxy";
import { logicalName, physicalName } from "../naming";
import { sealContainer } from "./container";
import type { StackContext } from "./context";
import { imageLabels } from "./images";
import { resolveSize, type Size } from "./limits";
import { mountVolume, volume } from "./volumes";

const component = "proxy";
const role = "proxy";
const configurationFolder = "/etc/palier/nginx";
const certificatesFolder = "/etc/palier/tls";

/** Ports inside the container: above 1023, because the process has no privileges. */
const internalPorts = { http: 8080, https: 8443, health: 8081 } as const;

/** MiB that nginx itself needs beside the request bodies that it holds. */
const serverMemory = 64;

/** What the proxy serves: the applications, and the folder of volumes of each that its routes name. */
export interface ProxySources {
  readonly image: string;
  readonly edge: NetworkSpec;
  readonly sites: readonly ProxySiteSpec[];
  readonly applications: readonly ApplicationSpec[];
}

/** The reverse proxy of the stack. */
export function resolveProxy(context: StackContext, sources: ProxySources): ProxySpec {
  const { config, defaults } = context;
  const place = { context, application: undefined, component, role: "proxy-configuration" };
  const configurationVolume = volume(place, false);
  const { tls } = config.proxy;
  const mounts = [
    mountVolume(configurationVolume.name, configurationFolder, true),
    certificateMount(tls, configurationVolume),
    ...siteMounts(sources),
  ];
  return {
    resource: logicalName(undefined, role),
    container: proxyContainer(context, sources, mounts),
    configurationVolume,
    configuration: {
      nginx: capabilities(context),
      httpPort: internalPorts.http,
      httpsPort: internalPorts.https,
      publicHttpsPort: config.proxy.httpsPort,
      hsts: config.proxy.hsts ?? defaults.hsts,
      trustedProxies: config.proxy.trustedProxies,
      tls,
      sites: sources.sites,
      workerConnections: defaults.workerConnections,
    },
  };
}

function proxyContainer(
  context: StackContext,
  sources: ProxySources,
  mounts: readonly MountSpec[],
): ProxySpec["container"] {
  const { project, stack, config } = context;
  const { address, httpPort, httpsPort } = config.proxy;
  const resource = logicalName(undefined, role);
  const { size, spool } = proxySize(context, sources.sites);
  return sealContainer(
    context,
    {
      resource,
      name: physicalName({ project, stack, application: undefined, role }),
      image: sources.image,
      entrypoint: undefined,
      command: ["nginx", "-c", `${configurationFolder}/nginx.conf`, "-g", "daemon off;"],
      environment: [],
      user: "101:101",
      mounts,
      tmpfs: { "/tmp": `size=${spool}m,mode=1777` },
      networks: [{ network: sources.edge.name, aliases: [resource] }],
      ports: [
        { address, external: httpPort, internal: internalPorts.http },
        { address, external: httpsPort, internal: internalPorts.https },
      ],
      healthCheck: {
        // curl is in the official images, Debian's and Alpine's alike, and in the project's own.
        command: [
          "curl",
          "--fail",
          "--silent",
          "--output",
          "/dev/null",
          "--max-time",
          "3",
          `http://127.0.0.1:${internalPorts.health}/health`,
        ],
        interval: "2s",
        timeout: "4s",
        retries: 3,
        startPeriod: "10s",
      },
      ...size,
      readOnlyRoot: true,
      // Requests in flight are finished: an upload or a slow page may take that long.
      stopGraceSeconds: 60,
      stopSignal: "SIGQUIT",
    },
    { component, files: [] },
  );
}

/** Request bodies are spooled in memory, two of the largest at once, so they count in the limit. */
function proxySize(
  context: StackContext,
  sites: readonly ProxySiteSpec[],
): { readonly size: Size; readonly spool: number } {
  const largest = Math.max(
    0,
    ...sites.flatMap(({ bodyMegabytes, routes }) => [
      bodyMegabytes,
      ...routes.map((route) => (route.kind === "application" ? (route.bodyMegabytes ?? 0) : 0)),
    ]),
  );
  const spool = 2 * largest + 32;
  const minimum = {
    memory: spool + serverMemory,
    reason: `a proxy that holds two request bodies of ${largest} MiB`,
  };
  const { limits } = context.config.proxy;
  return { size: resolveSize(context, "proxy", limits, minimum, ["proxy", "limits"]), spool };
}

function capabilities(context: StackContext): NginxCapabilities {
  const { config, problems } = context;
  if (config.proxy.nginx !== undefined) return config.proxy.nginx;
  const known = imageLabels(context, config.images.nginx);
  const version = known["palier.nginx.version"];
  const openssl = known["palier.openssl.version"];
  if (version !== undefined && openssl !== undefined) return { version, openssl };
  problems.add(
    ["proxy", "nginx"],
    `missing; the image "${config.images.nginx}" does not tell its versions in labels; write version and openssl as "nginx -V" of that image prints them`,
  );
  return { version: "", openssl: "" };
}

/** The local authority's certificates share the configuration's volume, so that every stack has the same ones. */
function certificateMount(tls: TlsSpec, configuration: VolumeSpec): MountSpec {
  return tls.source === "local-ca"
    ? mountVolume(configuration.name, certificatesFolder, true)
    : { type: "bind", source: tls.path, target: certificatesFolder, readOnly: true };
}

function siteMounts({ sites, applications }: ProxySources): readonly MountSpec[] {
  return sites.flatMap((site) => {
    const owner = applications.find(({ name }) => name === site.application);
    const folders = site.routes.flatMap((route) => ("folder" in route ? [route.folder] : []));
    return (owner?.volumes ?? [])
      .map((one) => ({ one, target: volumeFolder(site.application, one) }))
      .filter(({ target }) => folders.some((folder) => isWithin(folder, target)))
      .map(({ one, target }) => mountVolume(one.name, target, true));
  });
}

function volumeFolder(application: string, one: VolumeSpec): string {
  return `/srv/${application}/${one.resource.slice(application.length + 1)}`;
}

function isWithin(folder: string, parent: string): boolean {
  return folder === parent || folder.startsWith(`${parent}/`);
}
