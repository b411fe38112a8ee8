import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";

import { App } from "./components/app";
import { Cache } from "./components/cache";
import { Database } from "./components/database";
import { Network } from "./components/network";
import { Release } from "./components/release";
import { ReverseProxy } from "./components/reverse-proxy";
import { Secrets } from "./components/secrets";
import { describeStack } from "./components/shared/outputs";
import { withPlainErrors } from "./components/shared/run";
import { Storage } from "./components/storage";
import { Worker } from "./components/worker";
import { expectedErrors, prepare } from "./prepare";

/** Declares a stack: what each line means is in its component, what its values are is in the configuration. */
export = (): Promise<pulumi.Inputs> =>
  withPlainErrors(expectedErrors, async () => {
    const { spec, secrets: configured, repairs } = await prepare(__dirname);
    const { engine, stack, applications } = spec;
    const host = new docker.Provider("engine", {
      host: engine.endpoint,
      certPath: engine.certificates,
    });
    const options = { providers: [host] };
    const backends = applications.map((application) => application.network);
    const network = new Network("network", { edge: spec.edge, backends }, options);
    const storages = applications.map(
      (application) => new Storage(`${application.name}-storage`, application, options),
    );
    const volumes = storages.flatMap(({ ready }) => ready);
    const proxy = new ReverseProxy("proxy", spec, [network, ...volumes], options);

    const deployed = applications.map((application) => {
      const { name, database, cache, processes } = application;
      const secrets = new Secrets(
        `${name}-secrets`,
        { engine, ...application },
        configured,
        options,
      );
      const context = {
        engine,
        secrets: secrets.values,
        after: [network, secrets.ready, ...volumes],
      };
      const services = [
        proxy.ready,
        ...(database
          ? [new Database(`${name}-database`, { database }, context, options).ready]
          : []),
        ...(cache ? [new Cache(`${name}-cache`, { cache }, context, options).ready] : []),
      ];
      const app = new App(`${name}-app`, { processes }, context, secrets.digest, options);
      const worker = new Worker(`${name}-worker`, { processes }, context, secrets.digest, options);
      const release = new Release(
        `${name}-release`,
        { engine, stack, application, route: proxy.routeTo(name), repair: repairs[name] ?? "" },
        [...app.processes, ...worker.processes],
        secrets.digest,
        services,
        options,
      );
      return { application, secrets: secrets.values, result: release.result };
    });
    return describeStack(spec, deployed, repairs);
  });
