import * as docker from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";

import {
  Application,
  Guard,
  Network,
  ReverseProxy,
  Storage,
  describeStack,
  withPlainErrors,
} from "./components";
import { expectedErrors, prepare } from "./prepare";

/** Declares a stack: what each line means is in its component, what its values are is in the configuration. */
export = (): Promise<pulumi.Inputs> =>
  withPlainErrors(expectedErrors, async () => {
    const { spec, secrets, repairs, guard: found } = await prepare(__dirname);
    const { engine, stack, applications } = spec;
    const host = new docker.Provider("engine", {
      host: engine.endpoint,
      certPath: engine.certificates,
    });
    const options = { providers: [host] };

    const guard = new Guard(spec.guard, found);
    const backends = applications.map(({ network }) => network);
    const network = new Network("network", { edge: spec.edge, backends }, options);
    const volumes = [spec.journal, ...applications.flatMap(({ volumes }) => volumes)];
    const storage = new Storage("storage", { volumes }, guard, options);
    const proxy = new ReverseProxy(
      "proxy",
      { ...spec, repair: repairs.proxy ?? "" },
      [network, storage],
      options,
    );

    const surroundings = { configured: secrets, proxy, guard, after: [network, storage] };
    const deployed = applications.map((application) => {
      const repair = repairs[application.name] ?? "";
      const args = { engine, stack, application, journalVolume: spec.journal.name, repair };
      return new Application(application.name, args, surroundings, options);
    });
    return describeStack(spec, deployed, repairs);
  });
