import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";

import { failureOf, startProvider } from "../../support/provider";
import type { Provider, StartOptions } from "../../support/provider";
import { startTlsEngine } from "./tls-engine";
import type { TlsEngine } from "./tls-engine";
import { Resource, cleanUp, image, prefix, startDocker, subject } from "./support";

describe("docker: where the engine is", function () {
  this.timeout(60000);
  let provider: Provider | undefined;
  let tls: TlsEngine;

  before(async () => {
    tls = await startTlsEngine("/var/run/docker.sock");
  });
  afterEach(async () => {
    await provider?.stop();
    await cleanUp();
  });
  after(() => {
    tls.stop();
  });

  async function volume(options: StartOptions): Promise<Resource> {
    provider = await startDocker(options);
    return new Resource(provider, subject("Volume", "where"));
  }

  const unreachable: [string, string, RegExp][] = [
    [
      "a socket that is not there",
      "unix:///nowhere/docker.sock",
      /engine at unix:\/\/\/nowhere\/docker\.sock is not usable: there is no such socket; start the engine/,
    ],
    [
      "a port where nobody listens",
      "tcp://127.0.0.1:9",
      /engine at tcp:\/\/127\.0\.0\.1:9 is not usable: the connection was refused/,
    ],
    [
      "a host name that nobody knows",
      "tcp://engine.invalid:2375",
      /engine at tcp:\/\/engine\.invalid:2375 is not usable: /,
    ],
    [
      "an engine over ssh on a machine that nobody knows",
      "ssh://deploy@engine.invalid",
      /engine at ssh:\/\/deploy@engine\.invalid is not usable: the host name is not known; correct/,
    ],
  ];
  for (const [name, host, expected] of unreachable) {
    it(`previews with ${name}, and says in one line why up cannot go on`, async () => {
      const resource = await volume({ config: { host } });
      const inputs = await resource.inputs({});
      await resource.provider.create(resource.subject, inputs, { preview: true });
      const failure = await failureOf(resource.create({}));
      assert.match(failure.message, expected);
      assert.ok(!failure.message.includes("\n"));
    });
  }

  it("takes DOCKER_HOST when the provider has no host", async () => {
    const resource = await volume({ env: { DOCKER_HOST: "unix:///elsewhere.sock" } });
    assert.match((await failureOf(resource.create({}))).message, /unix:\/\/\/elsewhere\.sock/);
  });

  it("gives up on an address that swallows everything", async () => {
    const resource = await volume({ config: { host: `tcp://127.0.0.1:${tls.silentPort}` } });
    assert.match((await failureOf(resource.create({}))).message, /does not answer within 3 s/);
  });

  it("works through TLS with certificates as texts", async () => {
    const { ca, cert, key } = tls.material;
    const resource = await volume({
      config: { host: tls.address, caMaterial: ca, certMaterial: cert, keyMaterial: key },
    });
    const state = await resource.create({ name: `${prefix}-tls` });
    assert.ok(await resource.refresh(state));
    const containers = new Resource(resource.provider, subject("Container", "tls"));
    const container = await containers.create({
      image,
      command: ["sleep", "600"],
      uploads: [{ file: "/a", content: "b" }],
    });
    await containers.delete(container);
  });

  it("works through TLS with a folder of certificates", async () => {
    const resource = await volume({ config: { host: tls.address, certPath: tls.folder } });
    assert.ok(await resource.create({ name: `${prefix}-tls` }));
  });

  it("refuses certificates that do not fit, without printing the key", async () => {
    const other = await startTlsEngine("/var/run/docker.sock");
    other.stop();
    const { ca, cert, key } = other.material;
    const resource = await volume({
      config: { host: tls.address, caMaterial: ca, certMaterial: cert, keyMaterial: key },
    });
    const { message } = await failureOf(resource.create({}));
    assert.match(message, /the TLS connection failed|the connection was closed/);
    assert.ok(!message.includes("PRIVATE KEY"));
  });

  const refused: [Record<string, string>, RegExp][] = [
    [{ context: "other" }, /"context" is not supported/],
    [{ host: "npipe:////./pipe/docker_engine" }, /Windows pipe/],
    [{ host: "/var/run/docker.sock" }, /not understood: use unix:/],
    [{ registryAuth: "{" }, /"registryAuth" is not valid JSON/],
    [{ host: "ssh://-oProxyCommand=x" }, /unusual host name/],
    [{ host: "ssh://host", sshOpts: '["-i", 1]' }, /"sshOpts" must be a list of text/],
  ];
  for (const [config, expected] of refused) {
    it(`refuses the configuration ${JSON.stringify(config)}`, async () => {
      provider = await startProvider("toolchain/plugins/docker/main.ts", { config: false });
      assert.match((await failureOf(provider.configure(config))).message, expected);
    });
  }

  it("names what this toolchain does not have", async () => {
    provider = await startDocker();
    const service = await failureOf(provider.check(subject("Service", "s"), {}));
    assert.match(service.message, /docker:index\/service:Service is not implemented.*Swarm/);
    const builder = await failureOf(provider.check(subject("BuildxBuilder", "b"), {}));
    assert.match(builder.message, /BuildxBuilder is not implemented/);
  });

  it("loads no engine client before the engine is needed", () => {
    const probe =
      "const l=require('module')._load;require('module')._load=(n,...r)=>{if(n==='dockerode')throw new Error('loaded');return l(n,...r)};require('./toolchain/plugins/docker/main.ts');process.exit(0)";
    execFileSync(process.execPath, ["--require", "./register.cjs", "-e", probe], { stdio: "pipe" });
  });
});
