// The one way in which the parts of the project may know each other: see docs/architecture.md.
"use strict";

/** Folders that are part of the product, as a pattern. */
const parts = {
  blueprints: "^blueprints/",
  components: "^components/",
  config: "^config/",
  images: "^images/",
  nginx: "^nginx/",
  policies: "^policies/",
  release: "^release/",
  spec: "^spec/",
  toolchain: "^toolchain/",
};

/** A part may import itself, packages, and what is listed; everything else of the project is out of its sight. */
function mayImport(name, allowed) {
  const visible = [parts[name], ...allowed, "^node_modules/"];
  return {
    name: `${name}-imports`,
    comment: `${name} may import ${allowed.length > 0 ? allowed.join(", ") : "nothing of the rest"}`,
    severity: "error",
    from: { path: parts[name] },
    to: { pathNot: visible, dependencyTypesNot: ["core"] },
  };
}

module.exports = {
  forbidden: [
    mayImport("spec", []),
    mayImport("blueprints", [parts.spec]),
    mayImport("config", [parts.blueprints, parts.spec]),
    mayImport("nginx", [parts.spec]),
    mayImport("components", [parts.spec, parts.nginx]),
    mayImport("release", [parts.spec, parts.nginx, "^toolchain/engine/"]),
    mayImport("images", ["^toolchain/engine/"]),
    mayImport("policies", ["^register\\.cjs$"]),
    mayImport("toolchain", []),
    {
      name: "components-alone",
      comment:
        "a component knows shared/ only; the application and the root bring components together",
      severity: "error",
      from: { path: "^components/([^/]+)/", pathNot: "^components/application/" },
      to: { path: "^components/", pathNot: ["^components/$1/", "^components/shared/"] },
    },
    {
      name: "engine-alone",
      comment:
        "the connection to the engine is shared with the release and must not pull in plugins",
      severity: "error",
      from: { path: "^toolchain/engine/" },
      to: { path: "^toolchain/", pathNot: "^toolchain/engine/" },
    },
    {
      name: "sdk-in-the-program-only",
      comment: "what runs outside of the Pulumi program starts faster and is tested without it",
      severity: "error",
      from: {
        path: [parts.blueprints, parts.config, parts.nginx, parts.release, parts.spec],
        pathNot: ["^config/load\\.ts$", "^config/previous-state\\.ts$"],
      },
      to: { path: "^node_modules/@pulumi/" },
    },
    {
      name: "no-circles",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "no-tests-in-the-product",
      severity: "error",
      from: { pathNot: "^(test|bench)/" },
      to: { path: "^test/" },
    },
    { name: "resolvable", severity: "error", from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: ["^node_modules/(?!@pulumi/)", "^\\.palier/", "^policies/dist/"] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
  },
};
