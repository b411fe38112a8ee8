import { SecondEngine, secondAddress } from "../../support/second-engine";
import { docker } from "./engine";
import { ReleaseSite } from "./release-site";

/** What a stack runs beside the application. */
const services = ["postgres:15", "redis:7", "nginx:1.22", "backup:1"];

/** A site on an engine of its own, which may be killed, or reached as another machine would be. */
export class SecondSite {
  readonly engine = new SecondEngine("own");
  readonly site: ReleaseSite;

  constructor(stack: string, ports: { readonly http: number; readonly https: number }) {
    this.site = new ReleaseSite(stack, ports, {
      docker: this.engine.docker,
      endpoint: `unix://${this.engine.socket}`,
      address: secondAddress,
      provide: (image) => this.engine.takeOver(docker, image),
    });
  }

  /** Starts the engine with the images that are built here; nothing is deployed yet. */
  async start(): Promise<void> {
    await this.engine.start();
    for (const image of services) await this.engine.takeOver(docker, `palier/${image}`);
  }

  async close(): Promise<void> {
    await this.site.close();
    await this.engine.remove();
  }
}
