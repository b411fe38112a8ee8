// Makes the generated documents: `npm run docs`. With `--check` it changes nothing and fails with
// the names of the documents that are out of date.
import { resolve } from "node:path";
import { generators } from "./generators";
import { outdated, write } from "./write";

const root = resolve(__dirname, "..");

function main(words: readonly string[]): number {
  const unknown = words.filter((word) => word !== "--check");
  if (unknown.length > 0) {
    console.error(`docs: unknown argument ${unknown.join(" ")}; only --check is known`);
    return 2;
  }
  if (words.length === 0) {
    for (const file of write(generators, root)) {
      console.log(`wrote ${file}`);
    }
    return 0;
  }
  const stale = outdated(generators, root);
  for (const file of stale) {
    console.error(`${file}: out of date; run "npm run docs" and commit the result`);
  }
  return stale.length === 0 ? 0 : 1;
}

process.exitCode = main(process.argv.slice(2));
