/** What a path of the specification is to a person. */
export interface Words {
  /** Application, or "stack" for what all of them share. */
  readonly subject: string;
  /** Part of the application that has it; undefined for the application itself. */
  readonly where: string | undefined;
  readonly what: string;
  readonly unit?: string;
}

/** Part of the specification, `*` for any one key; `where` is a text with `*` for that key. */
interface Owner {
  readonly path: readonly string[];
  readonly where: string;
}

// The first that fits wins. Their containers are looked through.
const owners: readonly Owner[] = [
  { path: ["processes", "*", "containers"], where: "*" },
  { path: ["processes", "*"], where: "*" },
  { path: ["tasks", "*", "container"], where: "task *" },
  { path: ["tasks", "*"], where: "task *" },
  { path: ["database", "container"], where: "database" },
  { path: ["database"], where: "database" },
  { path: ["cache", "container"], where: "cache" },
  { path: ["cache"], where: "cache" },
  { path: ["lifecycle", "migrations", "*", "container"], where: "migrations" },
  { path: ["lifecycle", "migrations"], where: "migrations" },
  { path: ["lifecycle", "restorePoint", "tools"], where: "restore points" },
  { path: ["lifecycle", "restorePoint"], where: "restore points" },
  { path: ["proxy", "container"], where: "proxy" },
  { path: ["proxy", "configuration"], where: "proxy" },
  { path: ["proxy"], where: "proxy" },
];

const names: Readonly<Record<string, Pick<Words, "what" | "unit">>> = {
  "limits/memory": { what: "memory", unit: "MiB" },
  "limits/cpuShares": { what: "CPU weight" },
  cpus: { what: "CPU ceiling", unit: "cores" },
  "logging/maxSize": { what: "size of a log file" },
  "logging/maxFiles": { what: "number of log files" },
  stopGraceSeconds: { what: "time to stop", unit: "seconds" },
  readOnlyRoot: { what: "read-only root file system" },
  "release/version": { what: "version" },
  "release/image": { what: "image" },
  "lifecycle/watch/seconds": { what: "time that a release is watched", unit: "seconds" },
  "lifecycle/maintenance/minutes": { what: "announced maintenance", unit: "minutes" },
  "engine/endpoint": { what: "address of the engine" },
  keep: { what: "number kept" },
  approvalRequired: { what: "approval required" },
};

/** Prefixes of keys that stand for something with a name. */
const kinds: Readonly<Record<string, string>> = {
  environment: "variable",
  tmpfs: "temporary folder",
  mounts: "mount",
  volumes: "volume",
  secrets: "secret",
  processes: "process",
  tasks: "task",
  routes: "route",
  smokeTests: "smoke test",
  networks: "network",
};

const exemptionLabel = "palier.exempt.";

/** What a path is called; undefined for what only follows from something else that differs. */
export function wordsFor(path: readonly string[]): Words | undefined {
  const { subject, rest } = subjectOf(path);
  if (rest.length === 0) return { subject, where: undefined, what: "application" };
  const label = rest.at(-1) ?? "";
  if (label.startsWith(exemptionLabel)) {
    const where = ownerOf(rest)?.where;
    return { subject, where, what: `exemption from ${label.slice(exemptionLabel.length)}` };
  }
  if (follows(rest)) return undefined;
  if (rest[0] === "processes" && rest[3] === "length" && rest.length === 4) {
    return { subject, where: undefined, what: `${rest[1] ?? ""} processes` };
  }
  const owner = ownerOf(rest);
  const inner = owner === undefined ? rest : rest.slice(owner.length);
  return { subject, where: owner?.where, ...nameOf(inner) };
}

function subjectOf(path: readonly string[]): { subject: string; rest: readonly string[] } {
  if (path[0] === "applications" && path.length > 1) {
    return { subject: path[1] ?? "", rest: path.slice(2) };
  }
  if (path.slice(0, 3).join("/") === "proxy/configuration/sites" && path.length > 4) {
    return { subject: path[3] ?? "", rest: ["proxy", "configuration", ...path.slice(4)] };
  }
  return { subject: "stack", rest: path };
}

/** Hashes, names and copies, which change because something else did. */
function follows(path: readonly string[]): boolean {
  const last = path.at(-1) ?? "";
  return (
    path.includes("labels") ||
    ["spec", "alias", "aliases", "resource", "helperImage", "reference", "url"].includes(last) ||
    path.slice(0, 3).join("/") === "proxy/configuration/sites" ||
    // The image of the application, of which the release tells.
    (last === "image" && /^(?:processes|tasks|lifecycle\/migrations)\//.test(path.join("/")))
  );
}

function ownerOf(path: readonly string[]): { where: string; length: number } | undefined {
  const owner = owners.find(
    (candidate) =>
      // What is added or removed as a whole is no part of itself.
      candidate.path.length < path.length &&
      candidate.path.every((key, index) => key === "*" || key === path[index]),
  );
  if (owner === undefined) return undefined;
  const name = path[owner.path.indexOf("*")] ?? "";
  return { where: owner.where.replace("*", () => name), length: owner.path.length };
}

function nameOf(path: readonly string[]): Pick<Words, "what" | "unit"> {
  const known = names[path.join("/")];
  if (known !== undefined) return known;
  const [first = "", second, ...more] = path;
  // Files are in volumes, and applications have one volume of them only.
  const inner = path.indexOf("files", 1);
  const file = path[inner + 1];
  if (first === "files" && inner > 0 && file !== undefined) return { what: `file ${file}` };
  const kind = kinds[first];
  if (kind !== undefined && second !== undefined) {
    return { what: [kind, second, ...more.map(inWords)].join(" ") };
  }
  return { what: path.map(inWords).join(" ") };
}

/** `readTimeoutSeconds` is "read timeout seconds"; names with other characters stay. */
function inWords(key: string): string {
  return /^[a-zA-Z]+$/.test(key)
    ? key.replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
    : key;
}
