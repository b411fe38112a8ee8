import type { Configuration } from "../configuration/configuration";
import { each, judgeAll } from "../unknown";
import { NginxFiles } from "./files";
import { Scope } from "./scope";

/** What nginx starts with; each is read when it is asked for, and throws where it is not known. */
interface Trees {
  readonly files: NginxFiles;
  readonly roots: readonly (() => Scope)[];
}

const trees = new WeakMap<Configuration, Trees>();

/** Visits every `server` block for HTTP of the proxy, wherever it stands. */
export function eachServer(configuration: Configuration, visit: (server: Scope) => void): void {
  if (!configuration.isEdge) return;
  const { files, roots } = treesOf(configuration);
  judgeAll([
    () => {
      each(roots, (root) => {
        visitServers(root(), visit);
      });
    },
    () => {
      files.requireKnownPaths();
    },
  ]);
}

/** Several policies look at the same configuration, one after the other. */
function treesOf(configuration: Configuration): Trees {
  const known = trees.get(configuration);
  if (known !== undefined) return known;
  const files = new NginxFiles(configuration);
  const roots = files.roots.map((file) => {
    let scope: Scope | undefined;
    return () => (scope ??= Scope.ofFile(files, file.path, file.text));
  });
  trees.set(configuration, { files, roots });
  return { files, roots };
}

function visitServers(scope: Scope, visit: (server: Scope) => void): void {
  scope.eachBlock((block) => {
    if (block.name === "http") visitServers(block, visit);
    if (block.name === "server") visit(block);
  });
}
