import { engineAddressOf } from "./arguments";
import { messageOf } from "./errors";
import { Children } from "./process/children";
import { endWithParent } from "./process/lifetime";
import { serve } from "./server";

/**
 * Starts the Node language host: serves the LanguageRuntime calls of the Pulumi CLI on a free port
 * of the loopback address and prints the port, as the CLI expects from a plugin.
 */
async function main(): Promise<void> {
  const children = new Children();
  const host = { engineAddress: engineAddressOf(process.argv.slice(2)), children };
  endWithParent(children);
  const port = await serve(host);
  process.stdout.write(`${port}\n`);
}

main().catch((error: unknown) => {
  console.error(`pulumi-language-nodejs: ${messageOf(error)}`);
  process.exit(1);
});
