// Keeps the Pulumi SDK from doing at every start what most programs never need, which was measured to be
// half of a program's time and memory: it loads the TypeScript compiler and npm's dependency resolver, used
// only to serialise functions into a state, and the Automation API, used only to drive the CLI; puts ts-node
// before policy packs, and maps a stack trace to its sources for every promise. The modules are loaded at the
// first use instead, so whatever uses them works.
"use strict";

const Module = require("node:module");

const load = Module._load;

// Each is named together with the part of the SDK that asks, so that nobody else's import changes.
const asking =
  /[\\/]@pulumi[\\/]pulumi[\\/](?:runtime[\\/]closure|cmd[\\/]run|typescript-shim|tsutils)/;
const index = /[\\/]@pulumi[\\/]pulumi[\\/]index\.js$/;
const runtime = /[\\/]@pulumi[\\/]pulumi[\\/]runtime[\\/]index\.js$/;
const serialize = firstCall("serializeFunction", "serializeFunctionAsync");
const late = new Map([
  ["typescript", [asking, firstUse]],
  ["./automation", [index, firstUse]],
  ["./closure/serializeClosure", [runtime, serialize]],
  ["./closure/codePaths", [runtime, firstCall("computeCodePaths")]],
  ["ts-node", [asking, tsNode]],
  ["source-map-support/register", [asking, withCheapPromises]],
]);

Module._load = function loadLate(request, parent, isMain) {
  const [asker, instead] = late.get(request) ?? [];
  const loadNow = () => load(request, parent, isMain);
  return asker?.test(parent?.filename ?? "") ? instead(loadNow, request, parent) : loadNow();
};

/** Stand-ins for functions of a module, which load it when one of them is called. */
function firstCall(...names) {
  return (loadNow) =>
    Object.fromEntries(names.map((name) => [name, (...words) => loadNow()[name](...words)]));
}

/** A stand-in for a module that loads it when anything but its name and version is asked for. */
function firstUse(loadNow, name, parent) {
  // Fails now if it is not installed, because the SDK then takes a copy of its own.
  Module._resolveFilename(name, parent);
  let loaded;
  const target = () => (loaded ??= loadNow());
  return new Proxy(Object.create(null), {
    // "This is a module already" keeps the SDK from copying every property, which would load it.
    get: (_, key) =>
      key === "__esModule"
        ? true
        : key === "version" && !name.startsWith(".")
          ? require(`${name}/package.json`).version
          : target()[key],
    has: (_, key) => key in target(),
    set: (_, key, value) => Reflect.set(target(), key, value),
    ownKeys: () => Reflect.ownKeys(target()),
    getOwnPropertyDescriptor: (_, key) => {
      const descriptor = Reflect.getOwnPropertyDescriptor(target(), key);
      return descriptor && { ...descriptor, configurable: true };
    },
  });
}

/** ts-node would transpile and type-check what register.cjs transpiles already. */
function tsNode(loadNow) {
  const stands = Object.hasOwn(Module._extensions, ".ts");
  return stands ? { VERSION: "none", register: () => undefined } : loadNow();
}

/** The SDK notes a stack for every promise and shows it only when it searches for promises that never end. */
function withCheapPromises(loadNow) {
  const result = loadNow();
  const mapped = Error.prepareStackTrace;
  if (process.env.PULUMI_DEBUG_PROMISE_LEAKS || typeof mapped !== "function") return result;
  Error.prepareStackTrace = (error, frames) =>
    frames[0]?.getFileName()?.endsWith("debuggable.js") ? String(error) : mapped(error, frames);
  return result;
}
