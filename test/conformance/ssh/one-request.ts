import { openEngine, parseEndpoint } from "../../../toolchain/engine";

/** A program that asks an engine something, and then ends, stays, or asks again when it is interrupted. */
async function main([address, what]: readonly string[]): Promise<void> {
  const { docker } = await openEngine(parseEndpoint(address));
  await docker.listContainers();
  const timer = what === "end" ? undefined : setInterval(() => undefined, 1000);
  process.once("SIGINT", () => {
    void docker.listContainers().then(() => {
      process.stdout.write("undone\n");
      clearInterval(timer);
    });
  });
  process.stdout.write("answered\n");
}

void main(process.argv.slice(2));
