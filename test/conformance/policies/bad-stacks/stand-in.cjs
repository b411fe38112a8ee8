#!/usr/bin/env node
// Stands in for a provider in tests of policies: it takes any inputs for right and makes nothing. AWS's own is
// not among the project's dependencies, and the project's own for Docker knows no swarm.
"use strict";

const { main } = require("@pulumi/pulumi/provider");

const refused = () => Promise.reject(new Error("the stand-in makes nothing"));

main(
  { version: "0.0.0", create: refused, update: refused, delete: refused },
  process.argv.slice(2),
);
