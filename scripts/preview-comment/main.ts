// Writes the comment of a pull request from what previews of its stacks left in files:
// `main.ts <folder of a stack>… --out <file>`. See files.ts for the files. Exit code 1 when a stack is refused.
import { writeFileSync } from "node:fs";

import { Command } from "commander";

import { renderComment } from "./comment";
import { readErrors, readStackFolder } from "./files";
import { isRefused } from "./report";

interface Options {
  readonly out: string;
  readonly commit?: string;
  readonly logs?: string;
  readonly source?: string;
}

/** GitHub refuses comments from 65,537 characters on. */
const limit = 65_536;

new Command("preview-comment")
  .argument("<folders...>", "folder of each stack, named like it")
  .requiredOption("--out <file>", "where the comment goes")
  .option("--commit <sha>", "commit that was previewed")
  .option("--logs <url>", "where the logs are")
  .option("--source <url>", "address of the repository's files at that commit")
  .action((folders: readonly string[], { out, commit, logs, source }: Options) => {
    for (const error of folders.flatMap(readErrors)) process.stderr.write(`${error}\n`);
    const stacks = folders.map(readStackFolder);
    writeFileSync(out, renderComment({ stacks, commit, logs, source, limit }));
    if (stacks.some(isRefused)) process.exitCode = 1;
  })
  .parse();
