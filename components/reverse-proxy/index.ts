import type * as pulumi from "@pulumi/pulumi";

import type { ApplicationSpec, EngineSpec, ProxySpec } from "../../spec/deployment";
import { PalierComponent } from "../shared/component";
import { createContainer } from "../shared/container";
import { createOperation } from "../shared/operation";
import { createVolume } from "../shared/volume";
import type { ConfigureProxyInput, ReleaseRoute } from "../../spec/operations";
import { renderNginx, renderPointer, renderUpstream } from "../../nginx";

/** The proxy starts in a second; a slow host may need more. */
const waitSeconds = 60;

/** The reverse proxy of a stack. */
export interface ReverseProxyArgs {
  readonly engine: EngineSpec;
  readonly proxy: ProxySpec;
  readonly applications: readonly ApplicationSpec[];
  /** See `PreviousState.repairs`. */
  readonly repair: string;
}

/**
 * Declares the reverse proxy in front of all applications. Its configuration lives in a volume: a
 * change is written beside the one in use, tested with `nginx -t` and taken up by a reload, so that
 * the container is not replaced and no connection is lost.
 */
export class ReverseProxy extends PalierComponent {
  /** Ready once the proxy answers. */
  readonly ready: pulumi.Resource;

  constructor(
    name: string,
    private readonly args: ReverseProxyArgs,
    after: readonly pulumi.Resource[],
    options?: pulumi.ComponentResourceOptions,
  ) {
    // The configuration and the applications are in the state already, with the resources that are made of them.
    const { engine, applications } = args;
    const { container } = args.proxy;
    const names = applications.map((application) => application.name);
    super("reverse-proxy", name, { engine, container, applications: names }, options);
    const { proxy } = args;
    const volume = createVolume(proxy.configurationVolume, this);
    const configure = createOperation(
      `${proxy.resource}-configure`,
      "configure-proxy",
      configuration(args),
      {
        parent: this,
        dependsOn: [...after, volume],
        triggers: [args.repair],
      },
    );
    this.ready = createContainer(proxy.container, {
      parent: this,
      dependsOn: [...after, configure],
      lifecycle: { kind: "service", waitSeconds },
      // A changed configuration is reloaded; replacing the container for it would drop connections.
      filesDigest: undefined,
    });
    this.registerOutputs({ ports: proxy.container.ports.map(({ external }) => external) });
  }

  /** How a release sends users to its containers. */
  routeTo(application: string): ReleaseRoute {
    return route(application, this.args);
  }
}

function configuration({ engine, proxy }: ReverseProxyArgs): ConfigureProxyInput {
  const { sites, tls, nginx } = proxy.configuration;
  const { image, user, mounts, tmpfs, labels } = proxy.container;
  return {
    engine,
    container: { name: physicalName(proxy), image, user, mounts, tmpfs, labels },
    volume: proxy.configurationVolume.name,
    tls,
    hosts: Object.fromEntries(sites.map((site) => [site.application, site.hosts])),
    nginx,
    // Both slots are rendered, because which one is free is known only on the engine.
    slots: { a: renderNginx(proxy.configuration, "a"), b: renderNginx(proxy.configuration, "b") },
    pointers: { a: renderPointer("a"), b: renderPointer("b") },
    closedUpstreams: Object.fromEntries(
      sites.map((site) => [site.application, renderUpstream(site, { state: "starting" })]),
    ),
  };
}

function route(name: string, { proxy, applications }: ReverseProxyArgs): ReleaseRoute {
  const site = proxy.configuration.sites.find(({ application }) => application === name);
  const application = applications.find((candidate) => candidate.name === name);
  if (!site || !application) throw new Error(`No application "${name}" is behind the proxy.`);
  const web = application.processes.filter((process) => process.kind === "web");
  const aliases = Object.fromEntries(web.map((process) => [process.name, process.alias]));
  return {
    container: physicalName(proxy),
    volume: proxy.configurationVolume.name,
    helperImage: proxy.container.image,
    upstreamFile: `upstreams/${name}.conf`,
    site,
    aliases,
    httpsPort: proxy.configuration.httpsPort,
  };
}

function physicalName(proxy: ProxySpec): string {
  const { name } = proxy.container;
  if (name === undefined)
    throw new Error("The proxy's container needs a fixed name: reloads address it.");
  return name;
}
