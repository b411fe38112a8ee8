import fs from "node:fs";
import path from "node:path";
import type Docker from "dockerode";
import {
  renderNginx,
  renderPointer,
  renderUpstream,
  type Slot,
  type UpstreamState,
} from "../../../nginx";
import type { ProxyConfigurationSpec, ProxySiteSpec } from "../../../spec/proxy";
import { createAuthority } from "./certificates";
import type { ApplicationContext } from "../../../release/context";
import type { ReleaseRoute } from "../../../spec/operations";
import {
  applicationImage,
  engine,
  eventually,
  Lab,
  logsOf,
  proxyImage,
  type Files,
} from "./engine";
import { send, type Ports } from "./requests";

const source = fs.readFileSync(path.join(__dirname, "application.py"), "utf8");

/** Isolation of the proxy's container in production; the tests run it in the same. */
export function proxyContainer(
  volumes: Readonly<Record<string, string>>,
): Docker.ContainerCreateOptions {
  return {
    Image: proxyImage,
    User: "101:101",
    HostConfig: {
      ReadonlyRootfs: true,
      CapDrop: ["ALL"],
      SecurityOpt: ["no-new-privileges"],
      Tmpfs: { "/tmp": "mode=1777,size=64m" },
      Mounts: Object.entries(volumes).map(([target, source]) => ({
        Type: "volume" as const,
        Source: source,
        Target: target,
        ReadOnly: true,
      })),
    },
  };
}

/** Files of a slot, by path in the configuration volume. */
export function slotFiles(spec: ProxyConfigurationSpec, slot: Slot): Files {
  const files = Object.entries(renderNginx(spec, slot));
  return Object.fromEntries(files.map(([name, content]) => [`${slot}/${name}`, content]));
}

/** A running proxy with a real network, real certificates and real applications behind it. */
export class ProxyLab {
  readonly lab = new Lab();
  proxy!: Docker.Container;
  authority = "";
  #ports!: Ports;
  #network = "";
  #configuration = "";

  async open(
    spec: ProxyConfigurationSpec,
    states: Readonly<Record<string, UpstreamState>>,
    served: Files,
  ): Promise<void> {
    const authority = await createAuthority();
    this.authority = authority.certificate;
    const certificates: Record<string, string> = {};
    const upstreams: Record<string, string> = {};
    for (const site of spec.sites) {
      const { fullchain, privkey } = await authority.issue(site.hosts);
      certificates[`${site.hosts[0] ?? ""}/fullchain.pem`] = fullchain;
      certificates[`${site.hosts[0] ?? ""}/privkey.pem`] = privkey;
      const state = states[site.application] ?? { state: "starting" };
      upstreams[`upstreams/${site.application}.conf`] = renderUpstream(site, state);
    }
    this.#network = await this.lab.network();
    this.#configuration = await this.lab.volume("configuration", {
      "nginx.conf": renderPointer("a"),
      ...slotFiles(spec, "a"),
      ...upstreams,
    });
    const volumes = {
      "/etc/palier/nginx": this.#configuration,
      "/etc/palier/tls": await this.lab.volume("tls", certificates),
      "/srv": await this.lab.volume("srv", served),
    };
    await this.#startProxy(volumes);
  }

  async #startProxy(volumes: Readonly<Record<string, string>>): Promise<void> {
    const options = proxyContainer(volumes);
    const published = [{ HostIp: "127.0.0.1", HostPort: "" }];
    this.proxy = await this.lab.start("nginx", {
      ...options,
      Cmd: ["nginx", "-c", "/etc/palier/nginx/nginx.conf", "-g", "daemon off;"],
      ExposedPorts: { "8080/tcp": {}, "8443/tcp": {} },
      HostConfig: {
        ...options.HostConfig,
        NetworkMode: this.#network,
        PortBindings: { "8080/tcp": published, "8443/tcp": published },
      },
    });
    const { Ports: ports } = (await this.proxy.inspect()).NetworkSettings;
    const portOf = (inside: string): number => Number(ports[inside]?.[0]?.HostPort);
    this.#ports = { http: portOf("8080/tcp"), https: portOf("8443/tcp") };
    await eventually(async () => {
      const { State } = await this.proxy.inspect();
      if (!State.Running) throw new Error(`The proxy stopped: ${await logsOf(this.proxy)}`);
      await this.probe("/health");
    });
  }

  get ports(): Ports {
    return this.#ports;
  }

  /** The application as a release knows it. */
  context(application: string, signal = new AbortController().signal): ApplicationContext {
    return { docker: engine, stack: this.lab.name, application, signal };
  }

  /** How a release reaches this proxy. */
  route(site: ProxySiteSpec): ReleaseRoute {
    return {
      container: `${this.lab.name}-nginx`,
      volume: this.#configuration,
      helperImage: proxyImage,
      upstreamFile: `upstreams/${site.application}.conf`,
      site,
      aliases: {},
      httpsPort: 8443,
    };
  }

  /** A container that answers for a process under an alias; `application` is whose it is. */
  application(
    role: string,
    alias: string,
    port: number,
    application = "exam",
  ): Promise<Docker.Container> {
    return this.server(role, alias, source, [String(port), role], {
      Labels: { "palier.stack": this.lab.name, "palier.application": application },
    });
  }

  /** A container that runs a server in Python under an alias, listening when this returns. */
  async server(
    role: string,
    alias: string,
    program: string,
    args: readonly string[],
    { HostConfig, ...options }: Docker.ContainerCreateOptions = {},
  ): Promise<Docker.Container> {
    const container = await this.lab.start(
      role,
      {
        Image: applicationImage,
        User: "65534:65534",
        Entrypoint: ["python3", "/application.py"],
        Cmd: [...args],
        HostConfig: { NetworkMode: this.#network, ...HostConfig },
        NetworkingConfig: { EndpointsConfig: { [this.#network]: { Aliases: [alias] } } },
        ...options,
      },
      { "application.py": program },
    );
    await eventually(async () => {
      if (!(await logsOf(container)).includes("listening"))
        throw new Error(`${role} does not listen`);
    });
    return container;
  }

  get = (url: string, options: Parameters<typeof send>[3] = {}): ReturnType<typeof send> =>
    send(this.#ports, this.authority, url, options);

  /** Asks the proxy from inside of its container. */
  async probe(where: string): Promise<string> {
    const { output, code } = await this.run(["curl", "-sf", `http://127.0.0.1:8081${where}`]);
    if (code !== 0) throw new Error(`Probe ${where} failed with ${code}: ${output}`);
    return output;
  }

  async run(command: string[]): Promise<{ output: string; code: number }> {
    const exec = await this.proxy.exec({
      Cmd: command,
      AttachStdout: true,
      AttachStderr: true,
      Tty: true,
    });
    const stream = await exec.start({ Tty: true });
    let output = "";
    for await (const chunk of stream) output += String(chunk);
    const { ExitCode } = await exec.inspect();
    return { output, code: ExitCode ?? -1 };
  }

  async write(files: Files): Promise<void> {
    await this.lab.fill(this.#configuration, files);
  }

  async setState(site: ProxySiteSpec, state: UpstreamState): Promise<void> {
    await this.write({ [`upstreams/${site.application}.conf`]: renderUpstream(site, state) });
    await this.reload();
  }

  async workers(): Promise<string[]> {
    const { output } = await this.run(["sh", "-c", "grep -l 'nginx: worker' /proc/[0-9]*/cmdline"]);
    return output.split(/\s+/).filter((line) => line !== "");
  }

  /** Reloads and waits until the old workers are gone, as a release does. */
  async reload(): Promise<void> {
    const old = await this.workers();
    await this.proxy.kill({ signal: "SIGHUP" });
    await eventually(async () => {
      const now = await this.workers();
      if (now.length === 0 || now.some((worker) => old.includes(worker))) {
        throw new Error(`Old workers are still there: ${await logsOf(this.proxy)}`);
      }
    });
  }

  async close(): Promise<void> {
    await this.lab.close();
  }
}
